import {
  type Clock,
  type DecodeError,
  type Decoder,
  type EigerDataEvent,
  type Fetch,
  type MonitorClient,
  MonitorEventHandler,
  type MonitorFault,
  type MonitorStateChange,
  ParameterTable,
  type SkippedImage,
  type TakeImage,
} from "../../src/index.ts";
import type { FollowRequest } from "./engineApi.ts";
import { LastImage } from "./lastImage.ts";
import { NewestImages } from "./newestImages.ts";
import type { Pace } from "./pace.ts";
import type { Traffic } from "./traffic.ts";

/** OM's one processing node; what data is required of an event is not asked here. */
const NODE = { nodeRank: 1, nodePoolSize: 2 };
const PARAMETERS = { data_retrieval_layer: { eiger_monitor_buffer_size: 100, required_data: [] } };

export interface LiveImagesOptions extends FollowRequest {
  readonly decoder: Decoder;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly traffic: Traffic;
  readonly onState: (change: MonitorStateChange) => void;
  readonly onFault: (fault: MonitorFault) => void;
  readonly onUnreadable: (error: DecodeError, image: SkippedImage) => void;
}

/**
 * The images of a monitor, each received into a slot of the decoder: the very generator that runs without a viewer, whichever
 * way its images are taken.
 */
export class LiveImages {
  readonly #handler: MonitorEventHandler;
  readonly #newest: NewestImages | undefined;

  /** @throws {EigerMonitorError} BAD_SOURCE */
  constructor(options: LiveImagesOptions) {
    const { fetchMode } = options;
    this.#newest = fetchMode === "newest" ? new NewestImages(options) : undefined;
    const last = fetchMode === "monitor" ? new LastImage(options).take : undefined;
    const take = this.#newest?.take ?? last ?? nextImage;
    this.#handler = new MonitorEventHandler({
      ...options,
      take,
      asksForNumbers: fetchMode === "next",
      dataSources: {},
      monitorParameters: new ParameterTable({ parameters: PARAMETERS }),
    });
  }

  /** The monitor, for what is asked beside its images. */
  get client(): MonitorClient {
    return this.#handler.client;
  }

  /** Images that were listed and never asked for, or gone by then. */
  get skipped(): number {
    return this.#newest?.skipped ?? 0;
  }

  /**
   * Events until `signal` aborts. Whoever takes one closes it.
   * @throws {MonitorRequestError} for a status of 401, 403 or 405 only
   */
  events(signal: AbortSignal): AsyncGenerator<EigerDataEvent, void, void> {
    return this.#handler.eventGenerator({ ...NODE, signal });
  }
}

/** The viewer shows what comes; whether any is missing is not its business. */
const nextImage: TakeImage = ({ client, timeout, signal, onBegun }) =>
  client.nextImage({ timeout, signal, onBegun });
