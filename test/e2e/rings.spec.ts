import { expect, test } from "./support/spec.ts";
import { OFTEN, type ViewerPage } from "./support/viewerPage.ts";

/** Pixels between the beam and the ring of a resolution: D·tan(2·asin(λ/2d))/pixel. */
function radius(resolution: number, camera: { distance: number; wavelength: number; pixel: number }): number {
  const { distance, wavelength, pixel } = camera;
  return (distance * Math.tan(2 * Math.asin(wavelength / (2 * resolution)))) / pixel;
}

/** The lines of the drawn rings: resolution in Å, place and radii in CSS pixels of the picture. */
function drawnRings(viewer: ViewerPage, kind: "resolution" | "ice" = "resolution") {
  return viewer.element.locator(`svg.rings g.${kind}`).evaluateAll((groups) =>
    groups.flatMap((group) => {
      const line = group.querySelector("ellipse.line");
      const number = (name: string) => Number(line?.getAttribute(name));
      return line === null
        ? []
        : [
            {
              resolution: Number(group.getAttribute("data-resolution")),
              cx: number("cx"),
              cy: number("cy"),
              rx: number("rx"),
              ry: number("ry"),
            },
          ];
    }),
  );
}

/** The rings are where the formula has them. */
async function expectRings(
  viewer: ViewerPage,
  camera: { distance: number; wavelength: number; pixel: number; beam: readonly [number, number] },
  resolutions: readonly number[],
): Promise<void> {
  const box = await viewer.stageBox();
  const beam = await viewer.placeOf(...camera.beam);
  const zoom = (await viewer.placeOf(1, 0)).x - (await viewer.placeOf(0, 0)).x;
  await expect(async () => {
    const rings = await drawnRings(viewer);
    expect(rings.map(({ resolution }) => resolution)).toEqual(resolutions);
    for (const ring of rings) {
      expect(ring.rx).toBeCloseTo(radius(ring.resolution, camera) * zoom, 3);
      expect(ring.ry).toBeCloseTo(ring.rx, 6);
      expect(ring.cx).toBeCloseTo(beam.x - box.x, 3);
      expect(ring.cy).toBeCloseTo(beam.y - box.y, 3);
    }
  }).toPass({ ...OFTEN, timeout: 10_000 });
}

test("rings are where the detector's geometry puts them, at every zoom", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector({ pattern: "diffraction" });
  served.expose();
  const viewer = await openViewer(served);
  await viewer.button("Resolution rings").click();
  await viewer.expectState({
    geometry: { from: { detectorDistance: expect.not.stringMatching("unknown") } },
  });
  const { geometry } = await viewer.state();
  const { detectorDistance: distance, wavelength, beamCenter: beam, pixelSize } = geometry;
  if (distance === null || wavelength === null || beam === null || pixelSize === null)
    throw new Error("the geometry is not known");
  const camera = { distance, wavelength, beam, pixel: pixelSize[0] };
  const rings = viewer.textbox("Rings at, Å, separated by spaces");
  await viewer.enter(rings, "8 5.5 4");
  await expectRings(viewer, camera, [8, 5.5, 4]);
  await expect(viewer.element.locator("svg.rings text").first()).toHaveText(/^(8|5\.5|4)(\.0+)? Å$/);
  await viewer.lookAt(300, 200, 3);
  await expectRings(viewer, camera, [8, 5.5, 4]);
});

test("geometry by hand moves the rings, and can be taken back", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served, "#rings=1&resolutions=2.5,3,10");
  await viewer.expectState({ image: { id: "1_0" } });
  await viewer.enter(viewer.textbox("Distance, mm"), "160");
  await viewer.enter(viewer.textbox("Wavelength, Å"), "0.9");
  await viewer.enter(viewer.textbox("Beam x, px"), "200.5");
  await viewer.enter(viewer.textbox("Beam y, px"), "310");
  await viewer.enter(viewer.textbox("Pixel, µm"), "80");
  const from = { detectorDistance: "hand", wavelength: "hand", beamCenter: "hand", pixelSize: "hand" };
  await viewer.expectState({ geometry: { detectorDistance: 0.16, wavelength: 0.9, from } });
  const camera = { distance: 0.16, wavelength: 0.9, pixel: 80e-6, beam: [200.5, 310] } as const;
  await expectRings(viewer, camera, [2.5, 3, 10]);

  // The readout has the same geometry: beside the beam, on the ring of 10 Å.
  await viewer.hover(Math.floor(200.5 + radius(10, camera)), 310);
  await expect.poll(async () => Number((await viewer.reading()).d), OFTEN).toBeCloseTo(10, 1);

  await viewer.button("Take the distance that the detector says").click();
  await viewer.expectState({
    geometry: { from: { ...from, detectorDistance: expect.not.stringMatching("hand") } },
  });
});

test("no ring where a flat detector sees none, and those of ice beside", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(
    served,
    "#rings=1&resolutions=0.5,0.7,2&distance=0.1&wavelength=1&beam=256,256&pixel=0.000075,0.000075",
  );
  await viewer.expectState({ image: { id: "1_0" }, rings: { resolutions: [0.5, 0.7, 2] } });
  // 0.7 Å is below λ/√2, 0.5 Å is λ/2.
  await expect
    .poll(async () => (await drawnRings(viewer)).map(({ resolution }) => resolution), OFTEN)
    .toEqual([2]);
  await viewer.button("Ice rings").click();
  await expect.poll(async () => (await drawnRings(viewer, "ice")).length, OFTEN).toBe(10);
});
