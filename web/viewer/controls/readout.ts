import { completeCamera } from "../../geometry/camera.ts";
import { scatteringAt } from "../../geometry/scattering.ts";
import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { formatCount, formatFixed, formatResolution, UNKNOWN } from "../format.ts";
import type { Model, Part } from "../model.ts";
import type { ViewerState } from "../viewerState.ts";
import type { Point } from "../viewport.ts";
import { iconButton } from "./fields.ts";

/** A pixel and what is known of it. */
export interface PixelReading {
  readonly x: number;
  readonly y: number;
  /** null: masked. */
  readonly value: number | null;
  /** Å; null: the geometry is not known. */
  readonly resolution: number | null;
  /** Degrees. */
  readonly twoTheta: number | null;
  /** 1/Å. */
  readonly q: number | null;
}

const CELLS = ["x", "y", "counts", "d", "2θ", "q"] as const;
const UNITS = ["", "", "", "Å", "°", "Å⁻¹"];

/** The pixel under the pointer, and the pinned one. */
export class Readout implements Part {
  readonly element: HTMLElement;
  readonly #cursor: ReadingLine;
  readonly #pinned: ReadingLine;

  constructor(options: {
    readonly actions: FaceActions;
    /** The pixel under the pointer was read. */
    readonly read: (reading: PixelReading | null) => void;
    /** The pinned one was. */
    readonly pinnedRead: () => void;
  }) {
    const { actions, read } = options;
    this.#cursor = new ReadingLine({ label: "Cursor", actions, read });
    this.#pinned = new ReadingLine({
      label: "Pinned",
      actions,
      read: options.pinnedRead,
      close: () => actions.unpin(),
    });
    this.element = h(
      "div",
      { class: "readout", part: "readout", role: "group", "aria-label": "Readout" },
      this.#cursor.element,
      this.#pinned.element,
    );
  }

  /** What the pointer, else the pinned cursor, is on. */
  get reading(): PixelReading | null {
    return this.#cursor.reading ?? this.#pinned.reading;
  }

  update({ state, face }: Model): void {
    this.#cursor.follow(face.cursor, state);
    this.#pinned.follow(face.pinned, state);
    setShown(this.#pinned.element, face.pinned !== null);
  }
}

/** One of them. Of several readings under way only the newest counts. */
class ReadingLine {
  readonly element: HTMLElement;
  readonly #values = CELLS.map(() => h("span", {}));
  readonly #options: {
    readonly actions: FaceActions;
    readonly read: (reading: PixelReading | null) => void;
  };
  #followed: readonly unknown[] = [];
  #asked = 0;
  reading: PixelReading | null = null;

  constructor(options: {
    readonly label: string;
    readonly actions: FaceActions;
    readonly read: (reading: PixelReading | null) => void;
    readonly close?: () => void;
  }) {
    this.#options = options;
    const { label, close } = options;
    const cells = CELLS.map((name, index) =>
      h(
        "div",
        { class: `cell cell-${index}` },
        h("dt", {}, name),
        h("dd", {}, this.#values[index], h("i", {}, UNITS[index])),
      ),
    );
    this.element = h(
      "div",
      { class: `reading reading-${label.toLowerCase()}` },
      h("span", { class: "reading-label" }, label),
      h("dl", {}, ...cells),
      close === undefined ? null : iconButton({ name: "close", label: "Unpin", key: "c", press: close }),
    );
    this.#write(null);
  }

  follow(at: Point | null, { image, geometry }: ViewerState): void {
    const x = at === null ? null : Math.floor(at[0]);
    const y = at === null ? null : Math.floor(at[1]);
    const depends = [image?.key, x, y, geometry];
    if (depends.every((value, index) => value === this.#followed[index])) return;
    this.#followed = depends;
    const isInside =
      x !== null && y !== null && image !== null && x >= 0 && y >= 0 && x < image.columns && y < image.rows;
    if (isInside) void this.#ask(x, y, geometry);
    else {
      this.#asked += 1;
      this.#write(null);
    }
  }

  async #ask(x: number, y: number, geometry: ViewerState["geometry"]): Promise<void> {
    const asked = ++this.#asked;
    const { actions } = this.#options;
    const value = await actions.answer("Readout", actions.controller.getPixel(x, y));
    if (asked !== this.#asked) return;
    // Not known is not masked.
    if (value === undefined) return this.#write(null);
    const camera = completeCamera(geometry);
    const scattering = camera === null ? null : scatteringAt(camera, [x + 0.5, y + 0.5]);
    this.#write({
      x,
      y,
      value,
      resolution: scattering?.resolution ?? null,
      twoTheta: scattering === null ? null : (scattering.twoTheta * 180) / Math.PI,
      q: scattering?.q ?? null,
    });
  }

  #write(reading: PixelReading | null): void {
    const was = this.reading;
    this.reading = reading;
    readingTexts(reading).forEach((text, index) => {
      const cell = this.#values[index];
      if (cell !== undefined) setText(cell, text);
    });
    setAttribute(this.element, "data-masked", reading !== null && reading.value === null);
    setAttribute(this.element, "data-empty", reading === null);
    if (was !== null || reading !== null) this.#options.read(reading);
  }
}

function readingTexts(reading: PixelReading | null): readonly string[] {
  if (reading === null) return CELLS.map(() => UNKNOWN);
  const { x, y, value, resolution, twoTheta, q } = reading;
  const isKnown = resolution !== null && Number.isFinite(resolution);
  return [
    String(x),
    String(y),
    value === null ? "masked" : formatCount(value),
    isKnown ? formatResolution(resolution) : UNKNOWN,
    formatFixed(twoTheta, 2),
    formatFixed(q, 3),
  ];
}
