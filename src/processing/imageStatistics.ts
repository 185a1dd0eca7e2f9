import type { Decoder, DetectorFrame } from "../decoder/index.ts";
import { OmDataExtractionError } from "../errors.ts";
import type { NodeOptions, ParameterTable } from "../om/index.ts";
import { measure } from "./imageFigures.ts";
import { type ImageReport, readImageReport } from "./imageReport.ts";
import type { ImageResults } from "./imageResults.ts";
import {
  type ImageStatisticsParameters,
  readImageStatisticsParameters,
} from "./imageStatisticsParameters.ts";
import type { PixelMap } from "./pixelMap.ts";
import { ProjectionNode } from "./projectionNode.ts";
import type { Projection } from "./projections.ts";
import type { CollectedData, EventData, Feedback, OmProcessingProtocol, ProcessedData } from "./protocols.ts";
import { ResultCollector } from "./resultCollector.ts";

export interface ImageStatisticsOptions {
  readonly monitorParameters: ParameterTable;
  readonly decoder: Decoder;
  /** Milliseconds that only go forward; default: `performance.now`. */
  readonly now?: (() => number) | undefined;
  /** Unix seconds; default: `Date.now`. */
  readonly wallTime?: (() => number) | undefined;
}

/**
 * Figures of every image, and what the last images add up to: minimum, maximum, sum, masked, saturated and empty pixels, their rate
 * and how they go over time; sum and maximum projections of windows of images, and the dead and hot pixels that these tell.
 *
 * A window is `projection_images` images of a series, by their numbers: whichever node takes an image, it is in the same window, and
 * the projection is the same for any division of the images among nodes. Nodes add up what they take and send it when a window ends,
 * when they end, and when the collecting node asks because somebody looks. Needs `event_id` and `detector_data` in `required_data`,
 * and `threshold` where there are several. Parameters: {@link ImageStatisticsParameters}.
 */
export class ImageStatistics implements OmProcessingProtocol {
  readonly #parameters: ImageStatisticsParameters;
  readonly #decoder: Decoder;
  readonly #collector: ResultCollector;
  readonly #node: ProjectionNode;

  /** @throws {OmWrongParameterTypeError} */
  constructor(options: ImageStatisticsOptions) {
    const { monitorParameters, decoder, now, wallTime } = options;
    this.#parameters = readImageStatisticsParameters(monitorParameters);
    this.#decoder = decoder;
    const { projectionImages: images, projectionPartBytes: partBytes } = this.#parameters;
    this.#node = new ProjectionNode({ decoder, images, partBytes });
    this.#collector = new ResultCollector({
      decoder,
      parameters: this.#parameters,
      now: now ?? (() => performance.now()),
      wallTime: wallTime ?? (() => Date.now() / 1000),
    });
  }

  async initializeProcessingNode(_options: NodeOptions): Promise<void> {}

  async initializeCollectingNode(_options: NodeOptions): Promise<void> {}

  /** @throws {OmDataExtractionError} when there is no `detector_data` */
  async processData({ data }: NodeOptions & { readonly data: EventData }): Promise<ProcessedData> {
    const isWanted = (data.threshold ?? this.#parameters.threshold) === this.#parameters.threshold;
    const frame = isWanted ? frameOf(data) : undefined;
    const figures = frame === undefined ? null : this.#measure(frame, data.event_id);
    if (data["send_projection"] === true) this.#node.finish();
    return this.#report({
      event_id: data.event_id ?? null,
      timestamp: data.timestamp,
      figures,
      projections: this.#node.take(),
    });
  }

  async waitForData(_options: NodeOptions): Promise<void> {
    this.#collector.wait();
  }

  async collectData({ processedData, rank }: NodeOptions & CollectedData): Promise<Feedback | undefined> {
    this.#collector.add(readImageReport(processedData), rank);
    return this.#collector.isAsking() ? new Map([[0, { send_projection: true }]]) : undefined;
  }

  /** What has not been sent yet, as far as it goes with one event. */
  async endProcessingOnProcessingNode(_options: NodeOptions): Promise<ProcessedData | undefined> {
    const projections = this.#node.end();
    return this.#report({ event_id: null, timestamp: null, figures: null, projections });
  }

  /** Results stay: they are looked at when a run is over, too. */
  async endProcessingOnCollectingNode(_options: NodeOptions): Promise<void> {
    this.#collector.wait();
  }

  /** On the collecting node: all that is known, with the points from number `since` on. */
  results(since = 0): ImageResults {
    return this.#collector.results(since);
  }

  /** On the collecting node: the number of the point that comes next. */
  get nextPoint(): number {
    return this.#collector.nextPoint;
  }

  /** On the collecting node: rises whenever results are others. */
  get changes(): number {
    return this.#collector.changes;
  }

  /** On the collecting node: the projection that is shown, for as long as no event is collected. Asking keeps it up to date. */
  projection(): Projection | undefined {
    return this.#collector.lookAtProjection();
  }

  /** On the collecting node: rises whenever a projection is another one. */
  get projectionRevision(): number {
    return this.#collector.projectionRevision;
  }

  /** On the collecting node: the dead and hot pixels of that projection; undefined: it has too few images to tell. */
  pixelMap(): PixelMap | undefined {
    return this.#collector.pixelMap();
  }

  #measure(frame: DetectorFrame, eventId: unknown): ImageReport["figures"] {
    this.#node.add(frame, eventId);
    const { saturationCounts } = this.#parameters;
    return measure(frame, { decoder: this.#decoder, saturationCounts });
  }

  #report(report: Omit<ImageReport, "left_out">): ProcessedData {
    return { ...report, left_out: this.#node.leftOut };
  }
}

function frameOf({ detector_data: frame }: EventData): DetectorFrame {
  if (frame !== undefined) return frame;
  throw new OmDataExtractionError("ImageStatistics needs detector_data in required_data");
}
