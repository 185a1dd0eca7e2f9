import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import { FakeController } from "./support/fakeController.ts";
import { mountViewer, removeViewers, settled } from "./support/mountedViewer.ts";

afterEach(removeViewers);

/** What is wrong for people with other senses and hands, by the rules that can be checked. */
async function violations(): Promise<readonly string[]> {
  await settled();
  // A page's own landmarks and headings are the page's.
  const rules = { region: { enabled: false }, "page-has-heading-one": { enabled: false } };
  const found = await axe.run(document, { rules });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`),
  );
}

describe("a viewer for everybody", () => {
  for (const theme of ["light", "dark"]) {
    for (const size of [
      [1440, 900],
      [390, 844],
    ] as const) {
      it(`has no violations, ${theme}, ${size[0]} wide`, async () => {
        const { controller, find } = await mountViewer({ attributes: { theme, lang: "en" }, size });
        controller.setRings({ visible: true });
        expect(await violations()).toEqual([]);
        controller.pause();
        find("[aria-label='Save']").click();
        find(size[0] > 1000 ? "[aria-label='Box statistics']" : "[role='tab']").click();
        expect(await violations()).toEqual([]);
        controller.change({
          connection: "disabled",
          writable: true,
          problem: { kind: "monitor-disabled", message: "off", hint: "", retryAt: performance.now() + 9000 },
        });
        expect(await violations()).toEqual([]);
      });
    }

    it(`has none before the first image and in the help, ${theme}`, async () => {
      const { find } = await mountViewer({ attributes: { theme }, controller: new FakeController() });
      expect(await violations()).toEqual([]);
      find("[aria-label='Help']").click();
      expect(await violations()).toEqual([]);
    });
  }
});
