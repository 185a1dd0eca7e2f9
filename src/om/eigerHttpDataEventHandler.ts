import { createDecoder, type Decoder } from "../decoder/index.ts";
import { DecodeError, MonitorRequestError, OmDataExtractionError, OmNotImplementedError } from "../errors.ts";
import {
  type Clock,
  type Fetch,
  freshBuffers,
  type ImageTransport,
  MonitorClient,
  type MonitorLimits,
  systemClock,
} from "../simplon/index.ts";
import { readTiff } from "../tiff/index.ts";
import { EigerDataEvent } from "./eigerDataEvent.ts";
import { type ImageIdentity, readImageIdentity } from "./imageIdentity.ts";
import { ImageStream, type MonitorFault, type TakeImage, type TakenImage } from "./imageStream.ts";
import { LayerParameters } from "./layerParameters.ts";
import { configureMonitor, waitUntilEnabled } from "./monitorStart.ts";
import type { MonitorCounters, MonitorStateChange } from "./monitorState.ts";
import type { ParameterTable } from "./parameterTable.ts";
import type {
  ExtractedData,
  NodeOptions,
  OmDataEventHandlerProtocol,
  OmDataSourceProtocol,
} from "./protocols.ts";

/** What is platform, or taste; every one has a default. */
export interface EventHandlerPorts {
  /** Shared by handlers of one thread; default: one of its own. */
  readonly decoder?: Decoder | undefined;
  readonly fetch?: Fetch | undefined;
  readonly imageTransport?: ImageTransport | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  readonly limits?: Partial<MonitorLimits> | undefined;
  /** Milliseconds that the DCU is to wait for an image; OM does not say, and the DCU then waits 500 ms. */
  readonly timeout?: number | undefined;
  /**
   * How an image is taken. Default: `images/next`, which takes it from all other clients too; a viewer that must not do so
   * brings another way.
   */
  readonly take?: TakeImage | undefined;
  /** Told of each request for an image that failed. */
  readonly onFault?: ((fault: MonitorFault) => void) | undefined;
  /** Told of each image that is no TIFF, and which it was if that is known. */
  readonly onUnreadable?: ((error: DecodeError, image: SkippedImage) => void) | undefined;
  /** Told when the stream's state changes. */
  readonly onState?: ((change: MonitorStateChange) => void) | undefined;
  /** Told, in a sentence, of what was overcome: a retry, a skipped image. The library prints nothing. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Which image was skipped, as far as it is known without its file. */
export type SkippedImage = NonNullable<TakenImage["identity"]>;

/** OM's constructor arguments, and the ports. */
export interface EventHandlerOptions extends EventHandlerPorts {
  /** Base address of the monitor, e.g. `http://HOST/monitor/api/1.8.0`. */
  readonly source: string;
  /** Data sources by the names that `required_data` may use. */
  readonly dataSources: Readonly<Record<string, OmDataSourceProtocol>>;
  readonly monitorParameters: ParameterTable;
}

/** Takes data events from the monitor of an EIGER detector (OM: `EigerHttpDataEventHandler`). */
export class EigerHttpDataEventHandler implements OmDataEventHandlerProtocol {
  /** The monitor, for what OM has no method for. */
  readonly client: MonitorClient;
  readonly #options: EventHandlerOptions;
  readonly #parameters: LayerParameters;
  readonly #stream: ImageStream;
  readonly #clock: Clock;
  #decoder: Decoder | undefined;
  #asksForNumbers: boolean;
  #prepared = false;
  #preparing: Promise<void> = Promise.resolve();

  /**
   * Reads and proves all configuration; sends nothing.
   * @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError}
   * {@link OmMissingDataSourceClassError}; {@link EigerMonitorError} BAD_SOURCE
   */
  constructor(options: EventHandlerOptions) {
    const { clock = systemClock, random, timeout, take, onState, onFault } = options;
    this.#options = options;
    this.#clock = clock;
    this.#decoder = options.decoder;
    this.#parameters = new LayerParameters(options.monitorParameters);
    this.#parameters.proveSources(Object.keys(options.dataSources));
    this.client = new MonitorClient({
      ...options,
      buffers: { acquire: (byteLength) => (this.#decoder?.slots ?? freshBuffers).acquire(byteLength) },
    });
    this.#stream = new ImageStream({
      client: this.client,
      clock,
      random,
      timeout,
      take,
      onState,
      onFault,
    });
    this.#asksForNumbers = take === undefined && /^1\.[0-6]\./.test(this.client.apiVersion ?? "");
  }

  /** What has happened so far. */
  get counters(): MonitorCounters {
    return this.#stream.counters;
  }

  /**
   * Enables the monitor, tells it to keep the newest images, and sets its buffer size.
   * @throws {OmHttpInterfaceInitializationError} after 12 tries, 5 s apart, or when a value is refused; the signal's reason
   */
  async initializeEventHandlingOnCollectingNode({ signal }: NodeOptions): Promise<void> {
    await configureMonitor(this.client, { ...this.#start(signal), bufferSize: this.#parameters.bufferSize });
  }

  /**
   * Waits until the monitor is enabled, and initializes the data sources. Resolves to nothing: OM's initialization token
   * has no use here.
   * @throws the signal's reason; what a data source throws
   */
  async initializeEventHandlingOnProcessingNode({ signal }: NodeOptions): Promise<void> {
    await waitUntilEnabled(this.client, this.#start(signal));
    await this.#prepare(signal);
  }

  /**
   * Data events, one for each image, asked for when the consumer wants it. Ends (returns) when `signal` aborts, within
   * 50 ms wherever it is. An image that is no TIFF is counted, reported to `onWarning` and skipped.
   *
   * Close an event when done with it (`closeEvent`) and its memory is used again; one that is never closed stays valid.
   * @throws {MonitorRequestError} for a status of 401, 403 or 405 only
   */
  async *eventGenerator({ signal }: NodeOptions): AsyncGenerator<EigerDataEvent, void, void> {
    try {
      await this.#prepare(signal);
      for await (const image of this.#stream.images({ signal })) {
        const event = await this.#openImage(image, signal);
        if (event !== undefined) yield event;
      }
    } catch (error) {
      // An abort is how a stream ends, not a failure of it.
      if (!signal?.aborted) throw error;
    }
  }

  /** Does nothing: events come open (as in OM). */
  openEvent(_options: { readonly event: EigerDataEvent }): void {}

  /** Gives the event's memory back; its bytes and frame throw from now on. Optional, and harmless twice. */
  closeEvent({ event }: { readonly event: EigerDataEvent }): void {
    event.close();
  }

  /**
   * The event's data: `timestamp` always, and each name in `required_data`.
   * @throws {OmDataExtractionError} when a source fails; its error is the `cause`
   */
  async extractData({ event }: { readonly event: EigerDataEvent }): Promise<ExtractedData> {
    const { dataSources } = this.#options;
    const data: Record<string, unknown> & { timestamp: number | null } = { timestamp: event.timestamp };
    for (const name of this.#sourceNames()) {
      try {
        data[name] = await dataSources[name]?.getData({ event });
      } catch (cause) {
        const inner = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
        throw new OmDataExtractionError(`data source ${name} failed: ${inner}`, { cause });
      }
    }
    return data;
  }

  /** @throws {OmNotImplementedError} always: a monitor does not keep its images. */
  async initializeEventDataRetrieval(): Promise<void> {
    throw notRetrievable();
  }

  /** @throws {OmNotImplementedError} always: a monitor does not keep its images. */
  async retrieveEventData(_options: { readonly eventId: string }): Promise<ExtractedData> {
    throw notRetrievable();
  }

  #start(signal: AbortSignal | undefined): {
    clock: Clock;
    signal: AbortSignal | undefined;
    onWarning: (message: string) => void;
  } {
    return { clock: this.#clock, signal, onWarning: (message) => this.#options.onWarning?.(message) };
  }

  /** One after the other, so that sources are initialized once also when two generators start together. */
  #prepare(signal: AbortSignal | undefined): Promise<void> {
    this.#preparing = this.#preparing.catch(() => undefined).then(() => this.#initializeSources(signal));
    return this.#preparing;
  }

  async #initializeSources(signal: AbortSignal | undefined): Promise<void> {
    if (this.#prepared) return;
    this.#decoder ??= await createDecoder();
    for (const name of this.#sourceNames())
      await this.#options.dataSources[name]?.initializeDataSource({ signal });
    this.#prepared = true;
  }

  /** `timestamp` is delivered whether it is required or not, as in OM. */
  #sourceNames(): readonly string[] {
    const available = Object.keys(this.#options.dataSources);
    return ["timestamp", ...this.#parameters.requiredData].filter(
      (name, index, names) => names.indexOf(name) === index && available.includes(name),
    );
  }

  #requireDecoder(): Decoder {
    if (this.#decoder !== undefined) return this.#decoder;
    throw new OmNotImplementedError("images are received after initializeEventHandlingOnProcessingNode only");
  }

  async #openImage(image: TakenImage, signal: AbortSignal | undefined): Promise<EigerDataEvent | undefined> {
    try {
      const { limits } = this.#requireDecoder();
      const tiff = readTiff(image.buffer.bytes, { limits });
      const written = readImageIdentity(image.buffer.bytes, tiff);
      const identity = await this.#identify(completed(written, image.identity), signal);
      return new EigerDataEvent({ received: image, tiff, identity, decoder: this.#requireDecoder() });
    } catch (error) {
      image.buffer.release();
      if (!(error instanceof DecodeError)) throw error;
      this.#stream.count("decodeErrors");
      const type = image.contentType ?? "no content type";
      this.#options.onUnreadable?.(error, image.identity ?? {});
      this.#options.onWarning?.(`skipped an image (${type}): ${error.code}: ${error.message}`);
      return undefined;
    }
  }

  /**
   * Files of API 1.6 have no numbers; its status says which image was handed out last: the one just received, unless
   * another client takes images of the same control unit at the same time.
   */
  async #identify(identity: ImageIdentity, signal: AbortSignal | undefined): Promise<ImageIdentity> {
    if (identity.image !== null || !this.#asksForNumbers) return identity;
    try {
      const { value } = await this.client.getStatus("next_image_number", { signal });
      const [series, image] = value ?? [];
      return series === undefined || image === undefined ? identity : { ...identity, series, image };
    } catch (error) {
      if (!(error instanceof MonitorRequestError)) throw error;
      this.#asksForNumbers = error.status !== 404;
      return identity;
    }
  }
}

/** What the file says; where it says nothing, what was asked for. */
function completed(written: ImageIdentity, asked: SkippedImage = {}): ImageIdentity {
  return {
    series: written.series ?? asked.series ?? null,
    image: written.image ?? asked.image ?? null,
    threshold: written.threshold ?? asked.threshold ?? null,
    timestamp: written.timestamp,
  };
}

function notRetrievable(): OmNotImplementedError {
  return new OmNotImplementedError(
    "the monitor of an EIGER detector does not offer retrieval of single events",
  );
}
