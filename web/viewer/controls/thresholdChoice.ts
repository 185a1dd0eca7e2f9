import type { FaceActions } from "../actions.ts";
import { h, setShown } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import type { ViewerState } from "../viewerState.ts";

/** Which threshold's images are shown; there only where there is a choice, or one was made. */
export class ThresholdChoice implements Part {
  readonly element: HTMLSelectElement;

  constructor({ controller }: FaceActions) {
    this.element = h("select", {
      class: "threshold",
      "aria-label": "Threshold",
      title: "Images of this threshold (t)",
      hidden: true,
      change: () => controller.setThreshold(Number(this.element.value)),
    });
  }

  update({ state }: Model): void {
    const count = Math.max(state.thresholds ?? 1, state.threshold ?? 1, state.image?.threshold ?? 1);
    setShown(this.element, count > 1 || state.threshold !== null);
    this.#offer(count);
    const value = String(shownThreshold(state));
    if (this.element.value !== value) this.element.value = value;
  }

  /** One to choose from at least two: who chose the only one there is may want another. */
  #offer(count: number): void {
    const { options } = this.element;
    while (options.length < Math.max(count, 2)) {
      const threshold = options.length + 1;
      options.add(new Option(`Threshold ${threshold}`, String(threshold)));
    }
  }
}

/** The one that was chosen; without a choice that of the image, which is an exposure's first. */
export function shownThreshold({ threshold, image }: Pick<ViewerState, "threshold" | "image">): number {
  return threshold ?? image?.threshold ?? 1;
}
