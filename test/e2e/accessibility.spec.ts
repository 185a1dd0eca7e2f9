import { violations } from "./support/axe.ts";
import { expect, test } from "./support/spec.ts";

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${name}`, () => {
      test.use({ colorScheme, viewport });

      test("axe finds nothing: rings, paused, saving; and with the monitor disabled", async ({
        serveDetector,
        openViewer,
      }) => {
        const served = await serveDetector({ pattern: "diffraction" });
        served.expose(2);
        const viewer = await openViewer(served, "#rings=1");
        await viewer.expectState({ image: { id: "1_1" }, rings: { visible: true }, counters: { shown: 1 } });
        await viewer.button("Pause").click();
        await expect(viewer.button("Back to live")).toBeVisible();
        await viewer.button("Save").click();
        expect(await violations(viewer)).toEqual([]);
        await viewer.page.keyboard.press("Escape");
        await viewer.button("Back to live").click();
        await served.setMode("disabled");
        await expect(viewer.card.getByRole("heading", { name: "The monitor is disabled" })).toBeVisible();
        expect(await violations(viewer)).toEqual([]);
      });
    });
  }
}
