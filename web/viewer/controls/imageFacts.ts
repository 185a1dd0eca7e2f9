import { h, setText } from "../dom.ts";
import { formatBytes, formatClockTime, formatCount, formatDigits, UNKNOWN } from "../format.ts";
import type { Model, Part } from "../model.ts";
import type { ShownImage } from "../viewerState.ts";

type Fact = readonly [caption: string, read: (image: ShownImage) => string];

const FACTS: readonly Fact[] = [
  ["Id", ({ id }) => id],
  ["Taken", ({ timestamp }) => (timestamp === null ? UNKNOWN : formatClockTime(timestamp))],
  ["Size", ({ columns, rows, depth }) => `${columns} × ${rows}, ${depth} bit`],
  ["Received", ({ byteLength }) => formatBytes(byteLength)],
  ["Min – max", ({ statistics: { min, max } }) => `${formatCount(min)} – ${formatCount(max)}`],
  ["Mean", ({ statistics: { mean } }) => formatDigits(mean)],
  ["P99.9", ({ percentile999 }) => formatCount(percentile999)],
  ["Sum", ({ statistics: { sum } }) => formatCount(sum)],
  ["Zero", ({ statistics: { zero } }) => `${formatCount(zero)} px`],
  ["Masked", ({ statistics: { masked } }) => `${formatCount(masked)} px`],
  ["Saturated", ({ statistics: { saturated } }) => `${formatCount(saturated)} px`],
];

/** What is known of the shown image. */
export class ImageFacts implements Part {
  readonly #values = FACTS.map(() => h("dd", {}));
  readonly element = h(
    "dl",
    { class: "facts" },
    ...FACTS.map(([caption], index) => h("div", {}, h("dt", {}, caption), this.#values[index])),
  );
  #image: ShownImage | null | undefined;

  update({ state: { image } }: Model): void {
    if (image === this.#image) return;
    this.#image = image;
    FACTS.forEach(([, read], index) => {
      const cell = this.#values[index];
      if (cell !== undefined) setText(cell, image === null ? UNKNOWN : read(image));
    });
  }
}
