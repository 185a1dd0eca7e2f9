import {
  type Clock,
  DecodeError,
  type Decoder,
  type DetectorFrame,
  type EigerDataEvent,
  type Fetch,
} from "../../src/index.ts";
import type { LineProfile, PixelValues, RegionStatistics, Shape } from "../viewer/viewerController.ts";
import type { Look } from "../viewer/viewerState.ts";
import { enableMonitor, withToken } from "./bridgeAccess.ts";
import { Connection } from "./connection.ts";
import { Desk } from "./desk.ts";
import type {
  Engine,
  EnginePicture,
  EngineState,
  FollowRequest,
  PictureRequest,
  Pixels,
  SourceRegion,
} from "./engineApi.ts";
import { fetchListedImage } from "./fetchListedImage.ts";
import { npyFile, pngFile, tiffFile } from "./imageFiles.ts";
import { imageGeometry, NO_GEOMETRY } from "./imageGeometry.ts";
import { measureImage, saturationOf } from "./measuredImage.ts";
import { OpenImage } from "./openImage.ts";
import { Pace } from "./pace.ts";
import { pictureOptions } from "./pictureOptions.ts";
import { lineProfile, pixelValues } from "./pixelValues.ts";
import { regionStatistics } from "./regionStatistics.ts";
import { subFrame } from "./subFrame.ts";

/** Rates fall when nothing happens, too. Milliseconds. */
const RATES_PERIOD = 500;

export interface ViewerEngineOptions<Picture> {
  /** Makes of RGBA, whose memory the next picture uses again, what is to be handed out. */
  readonly toPicture: (pixels: Pixels) => Picture | Promise<Picture>;
  readonly decoder: Decoder;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly historyImages: number;
  readonly historyBytes: number;
  readonly maxRate?: number | undefined;
  /** Told after each change, at most once in a task. */
  readonly onState: (state: EngineState) => void;
  /** Told of a defect of ours that ends the live images. */
  readonly onCrash: (error: unknown) => void;
}

/** The viewer without a face and without a page: takes images, measures them, keeps them, draws them. */
export class ViewerEngine<Picture> implements Engine<Picture> {
  readonly #options: ViewerEngineOptions<Picture>;
  readonly #desk: Desk;
  readonly #pace: Pace;
  #connection: Connection | undefined;
  #request: FollowRequest | undefined;
  #memory = new ArrayBuffer(0);
  #ticking: unknown;
  #publishing = false;
  #closed = false;

  constructor(options: ViewerEngineOptions<Picture>) {
    this.#options = options;
    this.#pace = new Pace(options);
    this.#desk = new Desk({ ...options, onChange: () => this.#publish() });
  }

  /** @throws {EigerMonitorError} BAD_SOURCE */
  async connect(request: FollowRequest): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    if (request.source !== this.#request?.source) this.#desk.forget();
    this.#request = request;
    this.#desk.resume();
    this.#connection = new Connection({
      ...this.#options,
      ...request,
      fetch: withToken(this.#options.fetch, request.token),
      pace: this.#pace,
      onEvent: (event) => this.#receive(event),
      onUnreadable: () => {
        this.#desk.counts.received(0);
        this.#desk.counts.failed();
      },
      onChange: () => this.#publish(),
    });
    this.#tick();
    this.#publish();
  }

  async disconnect(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    this.#options.clock.clearTimeout(this.#ticking);
    this.#publish();
  }

  async pause(): Promise<void> {
    this.#desk.pause();
  }

  async resume(): Promise<void> {
    this.#desk.resume();
  }

  async step(by: number): Promise<void> {
    this.#desk.step(by);
  }

  /** An image of the history, or else one that the control unit still has. */
  async seek(id: string): Promise<void> {
    if (this.#desk.seek(id) || this.#connection === undefined) return;
    const { decoder } = this.#options;
    const event = await fetchListedImage(id, { client: this.#connection.client, decoder });
    if (event !== undefined) this.#desk.lookAt(this.#measure(event, id), imageGeometry(event.tiff.dectris));
  }

  async setThreshold(threshold: number | null): Promise<void> {
    if (this.#request === undefined || this.#request.threshold === threshold) return;
    this.#request = { ...this.#request, threshold };
    if (this.#connection !== undefined) await this.connect(this.#request);
  }

  async setHidden(hidden: boolean): Promise<void> {
    this.#pace.hidden = hidden;
  }

  async enableMonitor(token: string): Promise<void> {
    if (this.#request === undefined) return;
    const { source, token: known } = this.#request;
    await enableMonitor(source, { fetch: this.#options.fetch, token: token || (known ?? "") });
  }

  async draw(request: PictureRequest): Promise<EnginePicture<Picture> | null> {
    const open = this.#desk.shown;
    if (open === undefined) return null;
    const { clock, toPicture } = this.#options;
    const begun = clock.now();
    try {
      const picture = await toPicture(this.#paint(open.frame, request));
      const drawTime = clock.now() - begun;
      this.#desk.drawn(open, drawTime);
      return { picture, region: request.region, imageId: open.image.id, drawTime };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#connection?.report(error, open.image.id);
      this.#desk.lose(open);
      return null;
    }
  }

  async percentile999(region: SourceRegion): Promise<number | null> {
    const part = subFrame(this.#desk.present.frame, region);
    return part && this.#options.decoder.histogram(part).percentile(0.999);
  }

  async pixels(region: Omit<PixelValues, "values">): Promise<PixelValues> {
    return pixelValues(this.#desk.present.frame, region);
  }

  async statisticsOf(shape: Shape): Promise<RegionStatistics> {
    const { frame } = this.#desk.present;
    return regionStatistics(frame, shape, { saturation: saturationOf(frame) });
  }

  async profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile> {
    return lineProfile(this.#desk.present.frame, from, to);
  }

  async png(look: Look): Promise<Blob> {
    const { frame } = this.#desk.present;
    const options = pictureOptions(look, { saturation: saturationOf(frame) });
    return pngFile(frame, { ...options, decoder: this.#options.decoder });
  }

  async tiff(): Promise<Blob> {
    return tiffFile(this.#desk.present.frame);
  }

  async npy(): Promise<Blob> {
    return npyFile(this.#desk.present.frame);
  }

  /** Ends all that is under way and gives all memory back. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.disconnect();
    this.#desk.forget();
  }

  async #receive(event: EigerDataEvent): Promise<void> {
    const { counts } = this.#desk;
    counts.received(event.byteLength);
    this.#connection?.sawThreshold(event.threshold);
    if (this.#isOtherThreshold(event)) {
      counts.skipped();
      event.close();
      return;
    }
    try {
      const open = this.#measure(event, `n${counts.counts.received}`);
      this.#desk.take(open, imageGeometry(event.tiff.dectris));
      this.#connection?.report(null);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      counts.failed();
      this.#connection?.report(error, event.eventId);
    }
    await this.#desk.room();
  }

  /** Closes the event when it cannot be read. @throws {DecodeError} */
  #measure(event: EigerDataEvent, fallbackId: string): OpenImage {
    try {
      const { image, frame } = measureImage(event, { ...this.#options, fallbackId });
      return new OpenImage({ image, frame, close: () => event.close() });
    } catch (error) {
      event.close();
      throw error;
    }
  }

  /** `images/next` and `images/monitor` cannot be asked for one threshold. Without a choice, an exposure's first is shown. */
  #isOtherThreshold({ threshold, eventId }: EigerDataEvent): boolean {
    const wanted = this.#request?.threshold ?? null;
    if (threshold === null) return false;
    if (wanted !== null) return threshold !== wanted;
    return threshold > 1 && eventId !== null && this.#desk.newestId === eventId;
  }

  #paint(frame: DetectorFrame, { region, columns, rows, look }: PictureRequest): Pixels {
    const byteLength = 4 * columns * rows;
    if (this.#memory.byteLength < byteLength) this.#memory = new ArrayBuffer(byteLength);
    return this.#options.decoder.picture(frame, {
      ...pictureOptions(look, { saturation: saturationOf(frame) }),
      region,
      size: { columns, rows },
      into: new Uint8ClampedArray(this.#memory, 0, byteLength),
    });
  }

  #tick(): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#ticking);
    this.#ticking = clock.setTimeout(() => {
      this.#publish();
      this.#tick();
    }, RATES_PERIOD);
  }

  #publish(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    queueMicrotask(() => {
      this.#publishing = false;
      if (!this.#closed) this.#options.onState(this.#state());
    });
  }

  #state(): EngineState {
    const connection = this.#connection;
    const { counts, rates } = this.#desk.counts;
    return {
      ...this.#desk.state,
      connection: connection?.state ?? "idle",
      problem: connection?.problem ?? null,
      counters: {
        ...counts,
        skipped: counts.skipped + (connection?.skipped ?? 0),
        dropped: connection?.dropped ?? null,
      },
      rates,
      configurationGeometry: connection?.geometry ?? NO_GEOMETRY,
      thresholds: connection?.thresholds ?? null,
      writable: connection?.writable ?? false,
    };
  }
}
