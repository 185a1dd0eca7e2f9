import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeController } from "./support/fakeController.ts";
import { mountViewer, removeViewers, settled } from "./support/mountedViewer.ts";

afterEach(() => {
  vi.restoreAllMocks();
  removeViewers();
});

/** Resolves when the picture of an image is on the canvas. */
function shown(viewer: HTMLElement): Promise<unknown> {
  return new Promise((resolve) => viewer.addEventListener("frame", resolve, { once: true }));
}

describe("an image that comes while live", () => {
  it("is drawn with its figures in one frame of the screen, and asked for before that", async () => {
    const { viewer, controller, find } = await mountViewer();
    await settled();
    const frames = vi.spyOn(window, "requestAnimationFrame");
    const draws = vi.spyOn(controller, "draw");
    const { counters } = controller.state;
    for (const image of [7, 8, 9]) {
      const picture = shown(viewer);
      controller.nextImage();
      if (image === 7) expect(draws).toHaveBeenCalledTimes(1);
      // As a worker does: figures change once more, and again.
      controller.change({ rates: { received: 10, shown: 9, bytes: image } });
      await picture;
    }
    controller.change({ counters: { ...counters, received: 1234 } });
    expect(frames.mock.calls.length).toBeLessThanOrEqual(3);
    await expect.poll(() => find(".identity:not([hidden])").textContent).toContain("Image 9");
  });

  it("changes figures a moment later though no picture comes of it", async () => {
    const { controller, find } = await mountViewer();
    controller.draw = async () => null;
    controller.nextImage();
    await expect.poll(() => find(".identity:not([hidden])").textContent).toContain("Image 7");
  });

  it("does not keep waiting what a person does", async () => {
    const { controller, find } = await mountViewer({ controller: FakeController.live(3) });
    controller.draw = () => new Promise(() => undefined);
    controller.nextImage();
    await Promise.resolve();
    controller.setLook({ levels: [0, 77], auto: null });
    await settled();
    expect(find(".handle-white").textContent).toContain("77");
  });
});
