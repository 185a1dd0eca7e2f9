import { createDecoder, type Decoder } from "../decoder/index.ts";
import { type DecodeError, OmDataExtractionError, OmNotImplementedError } from "../errors.ts";
import { type Clock, freshBuffers, MonitorClient, systemClock } from "../simplon/index.ts";
import type { EigerDataEvent } from "./eigerDataEvent.ts";
import type { MonitorEventHandlerOptions } from "./eventHandlerOptions.ts";
import { EventOpener } from "./eventOpener.ts";
import { ImageStream } from "./imageStream.ts";
import { LayerParameters } from "./layerParameters.ts";
import type { MonitorCounters } from "./monitorCounters.ts";
import { configureMonitor, waitUntilEnabled } from "./monitorStart.ts";
import type { ExtractedData, NodeOptions, OmDataEventHandlerProtocol } from "./protocols.ts";
import type { TakenImage } from "./takeImage.ts";

/** Takes data events from the monitor of an EIGER detector, in a way that its maker chooses. */
export class MonitorEventHandler implements OmDataEventHandlerProtocol {
  /** The monitor, for what OM has no method for. */
  readonly client: MonitorClient;
  readonly #options: MonitorEventHandlerOptions;
  readonly #parameters: LayerParameters;
  readonly #stream: ImageStream;
  readonly #clock: Clock;
  #decoder: Decoder | undefined;
  #prepared = false;
  #preparing: Promise<void> = Promise.resolve();

  /**
   * Reads and proves all configuration; sends nothing.
   * @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError}
   * {@link OmMissingDataSourceClassError}; {@link EigerMonitorError} BAD_SOURCE
   */
  constructor(options: MonitorEventHandlerOptions) {
    const { clock = systemClock, take, keepEnabled = false } = options;
    this.#options = options;
    this.#clock = clock;
    this.#decoder = options.decoder;
    this.#parameters = new LayerParameters(options.monitorParameters);
    this.#parameters.proveSources(Object.keys(options.dataSources));
    const { bufferSize } = this.#parameters;
    this.client = new MonitorClient({
      ...options,
      buffers: { acquire: (byteLength) => (this.#decoder?.slots ?? freshBuffers).acquire(byteLength) },
    });
    const opener = new EventOpener({
      client: this.client,
      decoder: () => this.#requireDecoder(),
      asksForNumbers: options.asksForNumbers ?? typeof take !== "function",
      onUnreadable: (error, image) => this.#unreadable(error, image),
      onUndecodable: (error) => this.#stream.counters.undecodable(error),
    });
    this.#stream = new ImageStream({
      ...options,
      client: this.client,
      clock,
      take,
      keep: keepEnabled ? { bufferSize } : undefined,
      open: (image, signal) => opener.open(image, signal),
      onWarning: (message) => options.onWarning?.(message),
    });
  }

  /** What has happened so far: a copy that does not change any more. */
  get counters(): MonitorCounters {
    return this.#stream.counters.snapshot;
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
   * 50 ms wherever it is, or after `stop`. An image that is no TIFF is counted, reported to `onWarning` and skipped; one
   * that came before is counted and skipped.
   *
   * Close an event when done with it (`closeEvent`) and its memory is used again; one that is never closed stays valid.
   * @throws {MonitorRequestError} for a status of 401, 403 or 405 only
   */
  async *eventGenerator({ nodePoolSize, signal }: NodeOptions): AsyncGenerator<EigerDataEvent, void, void> {
    try {
      await this.#prepare(signal);
      // Rank 0 collects; where several nodes process, each has a part of the images.
      yield* this.#stream.events({ signal, shared: nodePoolSize > 2 });
    } catch (error) {
      // An abort is how a stream ends, not a failure of it.
      if (!signal?.aborted) throw error;
    }
  }

  /**
   * Ends every `eventGenerator` of this handler without losing an image: a request that waits for one is let finish, and
   * its event is delivered. Resolves when no request is left, after `graceTime` milliseconds at the latest; default: what
   * the DCU may wait, and 2 s.
   */
  async stop(options: { readonly graceTime?: number } = {}): Promise<void> {
    const { defaultWait, waitMargin } = this.client.limits;
    const { graceTime = (this.#options.timeout ?? defaultWait) + waitMargin } = options;
    await this.#stream.stop({ graceTime });
  }

  /**
   * Asks the DCU how many exposures it has dropped, and counts in `dcuDropped` those since the first call; a count that
   * was set to 0 meanwhile (`clear`, a restart) goes on from there. Once called, it is asked again with the mode.
   * @throws {MonitorRequestError}; the signal's reason
   */
  async readDropped({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<number> {
    await this.#stream.readDropped(signal);
    return this.counters.dcuDropped;
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

  #unreadable(error: DecodeError, image: TakenImage): void {
    const { onUnreadable, onWarning } = this.#options;
    this.#stream.counters.unreadable(error);
    onUnreadable?.(error, image.identity ?? {});
    const type = image.contentType ?? "no content type";
    onWarning?.(`skipped an image (${type}): ${error.code}: ${error.message}`);
  }
}

function notRetrievable(): OmNotImplementedError {
  return new OmNotImplementedError(
    "the monitor of an EIGER detector does not offer retrieval of single events",
  );
}
