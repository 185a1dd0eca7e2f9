import type { Accumulation, Decoder } from "../decoder/index.ts";
import { type ImageWindow, isSameWindow } from "./imageWindow.ts";
import type { ProjectionStrip } from "./projectionStrip.ts";

/** The window that is filled, and the one before it, which nodes that are behind still fill. */
const MOST_WINDOWS = 2;
/** Windows that are known to be over: what comes for them comes too late. */
const MOST_CLOSED = 4;

/** What the images of a window add up to. */
export interface Projection extends ImageWindow {
  /** Sum and maximum; `frames` are its images. */
  readonly accumulation: Accumulation;
}

/**
 * The projections on the collecting node: parts of all nodes are merged as they come. Two windows at most are held, a part of
 * any other one is late.
 */
export class Projections {
  /** Images that came for a window that is over. */
  late = 0;
  /** Rises with each change. */
  revision = 0;
  readonly #decoder: Decoder;
  readonly #images: number;
  /** The older one first. */
  #windows: readonly Projection[] = [];
  #closed: readonly ImageWindow[] = [];

  /** @param options.images of a window */
  constructor({ decoder, images }: { readonly decoder: Decoder; readonly images: number }) {
    this.#decoder = decoder;
    this.#images = images;
  }

  /** The newest one that is whole; else the older of two, which nodes may still be filling; else the only one. */
  get shown(): Projection | undefined {
    const isWhole = ({ accumulation }: Projection) => accumulation.frames >= this.#images;
    return this.#windows.findLast(isWhole) ?? this.#windows[0];
  }

  /**
   * Adds a strip.
   * @throws {EigerMonitorError} BAD_OPTION for one that is none, or of another shape than its window's
   */
  merge(strip: ProjectionStrip): void {
    const { series, index, part } = strip;
    const known = this.#windows.find((window) => isSameWindow(window, strip));
    if (known !== undefined) this.#decoder.merge(part, { into: known.accumulation });
    else if (this.#isOver(strip)) this.late += part.frames;
    else this.#open({ series, index, accumulation: this.#decoder.merge(part) });
    if (part.frames > 0) this.revision += 1;
  }

  close(): void {
    for (const { accumulation } of this.#windows) accumulation.close();
    this.#windows = [];
  }

  #isOver(strip: ProjectionStrip): boolean {
    const [oldest] = this.#windows;
    const isBefore =
      this.#windows.length === MOST_WINDOWS && oldest?.series === strip.series && strip.index < oldest.index;
    return isBefore || this.#closed.some((window) => isSameWindow(window, strip));
  }

  /** Windows of a series stand in its order, whichever came first; of two series, in that of their coming. */
  #open(projection: Projection): void {
    const windows = [...this.#windows, projection].sort((one, other) =>
      one.series === other.series ? one.index - other.index : 0,
    );
    const over = windows.slice(0, -MOST_WINDOWS);
    for (const { accumulation } of over) accumulation.close();
    this.#windows = windows.slice(-MOST_WINDOWS);
    this.#closed = [...this.#closed, ...over]
      .slice(-MOST_CLOSED)
      .map(({ series, index }) => ({ series, index }));
  }
}
