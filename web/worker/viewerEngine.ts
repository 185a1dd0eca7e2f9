import {
  type Clock,
  DecodeError,
  type Decoder,
  type EigerDataEvent,
  EigerMonitorError,
  type Fetch,
} from "../../src/index.ts";
import type { LineProfile, PixelValues, RegionStatistics, Shape } from "../viewer/viewerController.ts";
import type { Look } from "../viewer/viewerState.ts";
import { enableMonitor } from "./bridgeSettings.ts";
import { Connection } from "./connection.ts";
import type {
  Engine,
  EnginePicture,
  EngineState,
  FollowRequest,
  KnownGeometry,
  PictureRequest,
  Pixels,
  SourceRegion,
} from "./engineApi.ts";
import { fetchListedImage } from "./fetchListedImage.ts";
import { History } from "./history.ts";
import { npyFile, pngFile, tiffFile } from "./imageFiles.ts";
import { imageGeometry, NO_GEOMETRY } from "./imageGeometry.ts";
import { measureImage, saturationOf } from "./measuredImage.ts";
import { OpenImage } from "./openImage.ts";
import { Pace } from "./pace.ts";
import { pictureOptions } from "./pictureOptions.ts";
import { lineProfile, pixelValues } from "./pixelValues.ts";
import { regionStatistics } from "./regionStatistics.ts";
import { ShownCounts } from "./shownCounts.ts";
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
  readonly #history: History;
  readonly #pace: Pace;
  #counts: ShownCounts;
  #connection: Connection | undefined;
  #request: FollowRequest | undefined;
  #shown: OpenImage | undefined;
  #shownGeometry: KnownGeometry = NO_GEOMETRY;
  #drawTime = 0;
  #paused = false;
  #memory = new ArrayBuffer(0);
  #ticking: unknown;
  #publishing = false;
  #closed = false;

  constructor(options: ViewerEngineOptions<Picture>) {
    this.#options = options;
    const { decoder, clock, historyImages: mostImages, historyBytes: mostBytes } = options;
    this.#counts = new ShownCounts(clock);
    this.#pace = new Pace(options);
    const onChange = () => this.#publish();
    this.#history = new History({ decoder, clock, mostImages, mostBytes, onChange });
  }

  /** @throws {EigerMonitorError} BAD_SOURCE */
  async connect(request: FollowRequest): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    const isOther = request.source !== this.#request?.source;
    this.#request = request;
    if (isOther) this.#forget();
    this.#unfreeze();
    const { decoder, fetch, clock, onCrash } = this.#options;
    this.#connection = new Connection({
      ...request,
      decoder,
      fetch,
      clock,
      onCrash,
      pace: this.#pace,
      onEvent: (event) => this.#receive(event),
      onUnreadable: () => {
        this.#counts.received(0);
        this.#counts.failed();
        this.#publish();
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
    this.#paused = true;
    this.#history.pin(this.#shown?.image.id);
    this.#publish();
  }

  async resume(): Promise<void> {
    this.#unfreeze();
    this.#publish();
  }

  async step(by: number): Promise<void> {
    const { length } = this.#history.ids;
    const present = this.#shown === undefined ? length - 1 : this.#history.indexOf(this.#shown.image.id);
    const index = Math.min(Math.max(present + by, 0), length - 1);
    if (index >= 0) await this.#freeze(index);
  }

  /** An image of the history, or else one that the control unit still has. */
  async seek(id: string): Promise<void> {
    const index = this.#history.indexOf(id);
    if (index >= 0) return this.#freeze(index);
    const { decoder, clock } = this.#options;
    const event =
      this.#connection && (await fetchListedImage(id, { client: this.#connection.client, decoder }));
    if (event === undefined) return;
    const { image, frame } = measureImage(event, { decoder, clock, fallbackId: id });
    const open = new OpenImage({ image, frame, close: () => event.close() });
    this.#paused = true;
    this.#show(open, imageGeometry(event.tiff.dectris));
    open.release();
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
    const { fetch } = this.#options;
    if (this.#request !== undefined) await enableMonitor(this.#request.source, { fetch, token });
  }

  async draw({ region, columns, rows, look }: PictureRequest): Promise<EnginePicture<Picture> | null> {
    const open = this.#shown;
    if (open === undefined) return null;
    const { decoder, clock, toPicture } = this.#options;
    const begun = clock.now();
    try {
      const pixels = decoder.picture(open.frame, {
        ...pictureOptions(look, { saturation: saturationOf(open.frame) }),
        region,
        size: { columns, rows },
        into: this.#memoryFor(4 * columns * rows),
      });
      const picture = await toPicture(pixels);
      const drawTime = clock.now() - begun;
      this.#noteDrawn(open, drawTime);
      return { picture, region, imageId: open.image.id, drawTime };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#lose(open, error);
      return null;
    }
  }

  async percentile999(region: SourceRegion): Promise<number | null> {
    const part = subFrame(this.#present.frame, region);
    return part && this.#options.decoder.histogram(part).percentile(0.999);
  }

  async pixels(region: Omit<PixelValues, "values">): Promise<PixelValues> {
    return pixelValues(this.#present.frame, region);
  }

  async statisticsOf(shape: Shape): Promise<RegionStatistics> {
    const { frame } = this.#present;
    return regionStatistics(frame, shape, { saturation: saturationOf(frame) });
  }

  async profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile> {
    return lineProfile(this.#present.frame, from, to);
  }

  async png(look: Look): Promise<Blob> {
    const { frame } = this.#present;
    const options = pictureOptions(look, { saturation: saturationOf(frame) });
    return pngFile(frame, { ...options, decoder: this.#options.decoder });
  }

  async tiff(): Promise<Blob> {
    return tiffFile(this.#present.frame);
  }

  async npy(): Promise<Blob> {
    return npyFile(this.#present.frame);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.disconnect();
    this.#forget();
  }

  get #present(): OpenImage {
    if (this.#shown !== undefined) return this.#shown;
    throw new EigerMonitorError("NO_IMAGE", "no image is shown yet");
  }

  async #receive(event: EigerDataEvent): Promise<void> {
    const { decoder, clock } = this.#options;
    this.#counts.received(event.byteLength);
    if (this.#isOtherThreshold(event)) {
      this.#counts.skipped();
      return event.close();
    }
    try {
      const fallbackId = `n${this.#counts.counts.received}`;
      const { image, frame } = measureImage(event, { decoder, clock, fallbackId });
      this.#take(
        new OpenImage({ image, frame, close: () => event.close() }),
        imageGeometry(event.tiff.dectris),
      );
      this.#connection?.report(null);
    } catch (error) {
      event.close();
      if (!(error instanceof DecodeError)) throw error;
      this.#counts.failed();
      this.#connection?.report(error, event.eventId);
    }
    await this.#history.room();
  }

  #take(open: OpenImage, geometry: KnownGeometry): void {
    this.#history.add(open, geometry);
    if (this.#paused) {
      this.#counts.skipped();
      open.settlePicture();
    } else {
      this.#counts.offered(open);
      this.#show(open, geometry);
    }
    open.release();
    this.#publish();
  }

  /** `images/next` and `images/monitor` cannot be asked for one threshold. Without a choice, an exposure's first is shown. */
  #isOtherThreshold({ threshold, eventId }: EigerDataEvent): boolean {
    const wanted = this.#request?.threshold ?? null;
    if (threshold === null) return false;
    if (wanted !== null) return threshold !== wanted;
    return threshold > 1 && eventId !== null && this.#history.ids.at(-1) === eventId;
  }

  #unfreeze(): void {
    this.#paused = false;
    this.#history.pin(undefined);
    const newest = this.#history.ids.length - 1;
    if (this.#shown?.image.id !== this.#history.ids[newest]) this.#showKept(newest);
  }

  async #freeze(index: number): Promise<void> {
    this.#paused = true;
    this.#showKept(index);
    this.#publish();
  }

  #showKept(index: number): void {
    const kept = this.#history.open(index);
    if (kept === undefined) return;
    this.#show(kept.open, kept.geometry);
    kept.open.release();
  }

  #show(open: OpenImage, geometry: KnownGeometry): void {
    this.#shown?.release();
    this.#shown = open.hold();
    this.#shownGeometry = geometry;
    this.#drawTime = 0;
    if (this.#paused) this.#history.pin(open.image.id);
    this.#publish();
  }

  #noteDrawn(open: OpenImage, drawTime: number): void {
    this.#counts.drawn(open);
    open.settlePicture();
    if (this.#drawTime > 0) return;
    this.#drawTime = drawTime;
    this.#publish();
  }

  /** A trap has cost the memory of the shown image. */
  #lose(open: OpenImage, error: DecodeError): void {
    this.#connection?.report(error, open.image.id);
    if (this.#shown !== open) return;
    this.#shown = undefined;
    open.release();
    this.#publish();
  }

  #forget(): void {
    this.#shown?.release();
    this.#shown = undefined;
    this.#history.clear();
    this.#counts = new ShownCounts(this.#options.clock);
  }

  #memoryFor(byteLength: number): Uint8ClampedArray<ArrayBuffer> {
    if (this.#memory.byteLength < byteLength) this.#memory = new ArrayBuffer(byteLength);
    return new Uint8ClampedArray(this.#memory, 0, byteLength);
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
    const image = this.#shown?.image;
    const { ids, bytes } = this.#history;
    const { counts, rates } = this.#counts;
    return {
      connection: connection?.state ?? "idle",
      problem: connection?.problem ?? null,
      paused: this.#paused,
      image: image === undefined ? null : { ...image, timings: { ...image.timings, draw: this.#drawTime } },
      counters: {
        ...counts,
        skipped: counts.skipped + (connection?.skipped ?? 0),
        dropped: connection?.dropped ?? null,
      },
      rates,
      history: { ids, bytes, position: this.#paused && image ? this.#history.indexOf(image.id) : -1 },
      imageGeometry: this.#shownGeometry,
      configurationGeometry: connection?.geometry ?? NO_GEOMETRY,
      writable: connection?.writable ?? false,
    };
  }
}
