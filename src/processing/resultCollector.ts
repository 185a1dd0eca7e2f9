import type { Decoder } from "../decoder/index.ts";
import { isEigerMonitorError } from "../errors.ts";
import type { ImageReport } from "./imageReport.ts";
import type { ImageResults, ProjectionFacts } from "./imageResults.ts";
import type { ImageStatisticsParameters } from "./imageStatisticsParameters.ts";
import { mapPixels, type PixelMap } from "./pixelMap.ts";
import type { ProjectionStrip } from "./projectionStrip.ts";
import { type Projection, Projections } from "./projections.ts";
import { ResultHistory } from "./resultHistory.ts";
import { RunningRate } from "./runningRate.ts";

/** Milliseconds for which who has looked at a projection is taken to look still. */
const LOOKING = 30_000;

export interface ResultCollectorOptions {
  readonly decoder: Decoder;
  readonly parameters: ImageStatisticsParameters;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Unix seconds. */
  readonly wallTime: () => number;
}

/** What the collecting node knows of a run. */
export class ResultCollector {
  /** Rises whenever results are others. */
  changes = 0;
  readonly #options: ResultCollectorOptions;
  readonly #projections: Projections;
  readonly #history: ResultHistory;
  readonly #rate = new RunningRate();
  /** Images that nodes left out, by their ranks. */
  readonly #leftOut = new Map<number, number>();
  #images = 0;
  #otherThresholds = 0;
  #unreadable = 0;
  #last: Pick<ImageResults, "event_id" | "timestamp"> = { event_id: null, timestamp: null };
  #looked = Number.NEGATIVE_INFINITY;
  #asked = Number.NEGATIVE_INFINITY;
  #mapped: { readonly revision: number; readonly map: PixelMap } | undefined;

  constructor(options: ResultCollectorOptions) {
    this.#options = options;
    const { decoder, parameters } = options;
    this.#projections = new Projections({ decoder, images: parameters.projectionImages });
    this.#history = new ResultHistory(parameters.historySeconds);
  }

  /** Number of the point that comes next. */
  get nextPoint(): number {
    return this.#history.length;
  }

  get projectionRevision(): number {
    return this.#projections.revision;
  }

  /** Takes what a node sent; undefined: that was no report. */
  add(report: ImageReport | undefined, rank: number): void {
    this.changes += 1;
    if (report === undefined) {
      this.#unreadable += 1;
      return;
    }
    this.#leftOut.set(rank, report.left_out);
    if (report.figures !== null) this.#addFigures(report, report.figures);
    else if (report.event_id !== null) this.#otherThresholds += 1;
    for (const strip of report.projections) this.#merge(strip);
  }

  /** Time passes, though nothing comes. */
  wait(): void {
    const before = this.#history.length;
    this.#history.advance(this.#options.wallTime());
    if (this.#history.length !== before) this.changes += 1;
  }

  /** Should nodes send what they have? True once each interval, while somebody looks or there is nothing to look at. */
  isAsking(): boolean {
    const time = this.#options.now();
    const isLooking = time - this.#looked < LOOKING || this.#projections.shown === undefined;
    if (!isLooking || time - this.#asked < 1000 * this.#options.parameters.projectionInterval) return false;
    this.#asked = time;
    return true;
  }

  results(since: number): ImageResults {
    const { now, wallTime, parameters } = this.#options;
    this.#history.advance(wallTime());
    const map = this.pixelMap();
    return {
      images: this.#images,
      rate: this.#rate.at(now()),
      other_thresholds: this.#otherThresholds,
      left_out: [...this.#leftOut.values()].reduce((sum, images) => sum + images, this.#projections.late),
      unreadable: this.#unreadable,
      ...this.#last,
      projection: this.#projectionFacts(),
      pixels: map === undefined ? null : { dead: map.dead, hot: map.hot },
      history_seconds: parameters.historySeconds,
      points: this.#history.since(since),
    };
  }

  lookAtProjection(): Projection | undefined {
    this.#looked = this.#options.now();
    return this.#projections.shown;
  }

  pixelMap(): PixelMap | undefined {
    const { decoder, parameters } = this.#options;
    const { shown, revision } = this.#projections;
    if (shown === undefined || shown.accumulation.frames < parameters.pixelMapImages) return undefined;
    if (this.#mapped?.revision !== revision) {
      const map = mapPixels(shown.accumulation, { decoder, factor: parameters.hotPixelFactor });
      this.#mapped = { revision, map };
    }
    return this.#mapped.map;
  }

  #addFigures({ event_id, timestamp }: ImageReport, figures: NonNullable<ImageReport["figures"]>): void {
    const { now, wallTime } = this.#options;
    this.#images += 1;
    this.#last = { event_id, timestamp };
    this.#rate.add(now());
    this.#history.add(figures, wallTime());
  }

  /** A strip that is none is counted, and costs no more. */
  #merge(strip: ProjectionStrip): void {
    try {
      this.#projections.merge(strip);
    } catch (error) {
      if (!isEigerMonitorError(error) || error.code !== "BAD_OPTION") throw error;
      this.#unreadable += 1;
    }
  }

  #projectionFacts(): ProjectionFacts | null {
    const { shown, revision } = this.#projections;
    if (shown === undefined) return null;
    const { series, index, accumulation } = shown;
    const { rows, columns, frames: images, maximum } = accumulation;
    const size = this.#options.parameters.projectionImages;
    const first_image = index * size;
    const last_image = first_image + size - 1;
    return { series, first_image, last_image, images, rows, columns, depth: maximum.depth, revision };
  }
}
