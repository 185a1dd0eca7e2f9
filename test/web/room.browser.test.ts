import { afterEach, describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import { FakeController } from "./support/fakeController.ts";
import { type MountedViewer, mountViewer, removeViewers, settled } from "./support/mountedViewer.ts";

afterEach(removeViewers);

const SIZES = [
  [1440, 900],
  [720, 450],
  [844, 390],
  [390, 844],
  [320, 568],
] as const;

/** A detector that has run for long, of which an image is looked at that is two digits of minutes old. */
function longRun(): FakeController {
  const controller = FakeController.live(120);
  controller.pause();
  const { history, image } = controller.state;
  const ids = history.ids.map((_, index) => `12_${10_000 + index}`);
  controller.change({
    image: image && { ...image, id: "12_10040", image: 10_040, arrival: Date.now() / 1000 - 754 },
    history: { ...history, ids, position: 40, bytes: 815e6 },
  });
  return controller;
}

/** Is all of it in sight, and does a press in its middle reach it? */
function isReached({ viewer }: MountedViewer, element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  const hit = viewer.shadowRoot?.elementFromPoint((left + right) / 2, (top + bottom) / 2) ?? null;
  return isInside && (element.contains(hit) || hit?.contains(element) === true);
}

describe.each(SIZES)("in %i × %i", (...size) => {
  it.each([
    "Move",
    "Line profile",
    "Box statistics",
    "Circle statistics",
    "Fit",
    "1:1, one to one",
    "Resolution rings",
    "Save",
    "Help",
    "Resume",
    "Back",
    "Forward",
    "Back to live",
  ])("%s can be pressed", async (name) => {
    const mounted = await mountViewer({ controller: longRun(), size });
    const button = page.getByRole("button", { name, exact: true }).element();
    expect(isReached(mounted, button)).toBe(true);
    const { width, height } = button.getBoundingClientRect();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  });

  it("nothing of age, place and history is cut", async () => {
    const { find } = await mountViewer({ controller: longRun(), size });
    await settled();
    const texts = [".metric-age", ".transport-id", ".transport-size", ".reading-cursor dl"].map(find);
    for (const text of texts) {
      const { left, right } = text.getBoundingClientRect();
      const room = text.closest(".live-bar, .transport, .readout")?.getBoundingClientRect();
      expect(text.scrollWidth).toBeLessThanOrEqual(text.clientWidth);
      expect(left).toBeGreaterThanOrEqual(room?.left ?? Infinity);
      expect(right).toBeLessThanOrEqual(room?.right ?? 0);
    }
    const live = find(".live-button").getBoundingClientRect();
    expect(find(".transport-size").getBoundingClientRect().right).toBeLessThanOrEqual(live.left);
    expect(live.height).toBeLessThan(40);
  });
});
