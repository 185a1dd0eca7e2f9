import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mountViewer, removeViewers, settled, viewportOf } from "./support/mountedViewer.ts";
import { BEAM_CENTER } from "./support/syntheticFrame.ts";

afterEach(removeViewers);

describe("rings", () => {
  it("have the radius of the formula, and say their resolution", async () => {
    const mounted = await mountViewer();
    const { controller, viewer } = mounted;
    controller.setRings({ visible: true, resolutions: [5, 3, 2] });
    await settled();
    const root = viewer.shadowRoot;
    const { zoom } = viewportOf(mounted);
    for (const resolution of [5, 3, 2]) {
      const ellipse = root?.querySelector(`[data-resolution="${resolution}"] .line`);
      const radius = (0.12 * Math.tan(2 * Math.asin(1 / (2 * resolution)))) / 75e-6;
      expect(Number(ellipse?.getAttribute("rx"))).toBeCloseTo(radius * zoom, 6);
      expect(Number(ellipse?.getAttribute("ry"))).toBeCloseTo(radius * zoom, 6);
    }
    expect(root?.querySelectorAll('[data-resolution="5"] text')).toHaveLength(4);
    expect(root?.querySelector('[data-resolution="5"] text')?.textContent).toBe("5.00 Å");
  });

  it("stay around the beam when the view moves, and are not drawn where 2θ is 90° or more", async () => {
    const mounted = await mountViewer();
    const { controller, viewer } = mounted;
    controller.setRings({ visible: true, resolutions: [4, 0.7] });
    controller.setView({ x: 500, y: 500, zoom: 3, fit: false });
    await settled();
    const ellipse = viewer.shadowRoot?.querySelector('[data-resolution="4"] .line');
    const { width, height } = viewportOf(mounted);
    expect(Number(ellipse?.getAttribute("cx"))).toBeCloseTo((BEAM_CENTER[0] - 500) * 3 + width / 2, 6);
    expect(Number(ellipse?.getAttribute("cy"))).toBeCloseTo((BEAM_CENTER[1] - 500) * 3 + height / 2, 6);
    expect(viewer.shadowRoot?.querySelector('[data-resolution="0.7"]')).toBeNull();
  });

  it("follow a distance that is typed, say where figures are from, and what they wait for", async () => {
    const { controller, find } = await mountViewer();
    await userEvent.click(page.getByRole("checkbox", { name: "Resolution rings" }));
    await userEvent.fill(page.getByRole("textbox", { name: "Distance, mm" }), "240");
    await userEvent.keyboard("{Enter}");
    expect(controller.state.geometry).toMatchObject({
      detectorDistance: 0.24,
      from: { detectorDistance: "hand" },
    });
    await expect.poll(() => find(".geometry").textContent).toContain("by hand");
    await userEvent.click(page.getByRole("button", { name: "Take the distance that the detector says" }));
    expect(controller.state.geometry).toMatchObject({
      detectorDistance: 0.12,
      from: { detectorDistance: "image" },
    });
    controller.change({ geometry: { ...controller.state.geometry, beamCenter: null } });
    await expect.element(page.getByText("Rings need the beam centre.")).toBeVisible();
    await userEvent.fill(page.getByRole("textbox", { name: "Rings at, Å" }), "4 3,5 2");
    await userEvent.keyboard("{Enter}");
    expect(controller.state.rings.resolutions).toEqual([4, 3, 5, 2]);
  });
});
