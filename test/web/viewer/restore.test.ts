import { describe, expect, it } from "vitest";
import { quietViewer } from "../support/quietViewer.ts";

describe("a link that is restored", () => {
  it("brings back what is as usual, too", async () => {
    const { viewer, asked, show } = await quietViewer();
    await show(1);
    const before = viewer.state;
    const usual = viewer.serialize();
    viewer.setThreshold(2);
    viewer.setRings({ visible: true, resolutions: [3, 2] });
    viewer.setGeometry({ beamCenter: [1, 2], wavelength: 0.5 });
    viewer.pause();
    viewer.restore(usual);
    expect(viewer.state).toMatchObject({ threshold: null, paused: false });
    expect(viewer.state.rings).toEqual(before.rings);
    expect(viewer.state.geometry).toEqual(before.geometry);
    await expect.poll(() => asked).toEqual(["setThreshold 2", "pause", "setThreshold null", "resume"]);
  });

  it("leaves alone what it does not say", async () => {
    const { viewer, asked } = await quietViewer();
    viewer.setGeometry({ beamCenter: [1, 2], wavelength: 0.5 });
    viewer.setThreshold(2);
    viewer.restore("distance=0.2&zoom=4");
    expect(viewer.state).toMatchObject({
      threshold: 2,
      geometry: { beamCenter: [1, 2], wavelength: 0.5, detectorDistance: 0.2 },
    });
    await expect.poll(() => asked).toEqual(["setThreshold 2"]);
  });

  it("and names an image shows it with the link's levels, though levels follow the images", async () => {
    const { viewer, asked, show } = await quietViewer();
    await show(5);
    const { levels } = viewer.state.look;
    expect(levels).not.toEqual([0, 3]);
    viewer.restore("image=12_3&levels=0,3&auto=whole");
    await expect.poll(() => asked).toEqual(["seek 12_3"]);
    // The newest comes first, and has its own.
    await show(6);
    expect(viewer.state.look).toMatchObject({ auto: "whole", levels });
    await show(3);
    expect(viewer.state.look).toMatchObject({ auto: "whole", levels: [0, 3] });
    await show(7);
    expect(viewer.state.look).toMatchObject({ auto: "whole", levels });
  });
});
