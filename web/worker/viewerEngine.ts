import {
  type Clock,
  DecodeError,
  type Decoder,
  type DetectorFrame,
  type EigerDataEvent,
  type Fetch,
} from "../../src/index.ts";
import type { ProjectionKind } from "../viewer/viewerState.ts";
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
} from "./engineApi.ts";
import { engineState } from "./engineState.ts";
import { imageGeometry } from "./imageGeometry.ts";
import { ImageQuestions } from "./imageQuestions.ts";
import { ListedSeek } from "./listedSeek.ts";
import { measureImage, saturationOf } from "./measuredImage.ts";
import { OpenImage } from "./openImage.ts";
import { Pace } from "./pace.ts";
import { pictureOptions } from "./pictureOptions.ts";
import { type ProjectionSource, ProjectionView } from "./projectionView.ts";
import { Publisher } from "./publisher.ts";
import { Traffic } from "./traffic.ts";

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
  /** Did the page's policy keep a request to that address from being made? Default: there is no policy. */
  readonly isForbidden?: ((address: string) => boolean) | undefined;
  /** Told of a defect of ours that ends the live images. */
  readonly onCrash: (error: unknown) => void;
}

/** The viewer without a face and without a page: takes images, measures them, keeps them, draws them. */
export class ViewerEngine<Picture> extends ImageQuestions implements Engine<Picture> {
  readonly #options: ViewerEngineOptions<Picture>;
  readonly #desk: Desk;
  readonly #pace: Pace;
  readonly #traffic = new Traffic();
  readonly #publisher: Publisher;
  readonly #seek = new ListedSeek();
  readonly #projection: ProjectionView;
  #connection: Connection | undefined;
  #request: FollowRequest | undefined;
  #memory = new ArrayBuffer(0);
  /** Of the latest image. */
  #key: number;
  /** Has this connection brought no image yet? */
  #isFirst = true;

  constructor(options: ViewerEngineOptions<Picture>) {
    super(options, () => this.#desk.present);
    this.#options = options;
    this.#pace = new Pace(options);
    this.#publisher = new Publisher({
      clock: options.clock,
      publish: () => options.onState(this.#state()),
    });
    // No image of an engine that this one replaces, for it crashed, has a key of this one's.
    this.#key = Math.floor(1000 * options.clock.wallTime());
    this.#desk = new Desk({
      ...options,
      traffic: this.#traffic,
      onChange: () => this.#publisher.soon(),
      onLost: (error, imageId) => this.#connection?.report(error, imageId),
    });
    this.#projection = new ProjectionView({
      ...options,
      from: () => this.#resultsOf(this.#request),
      newKey: () => ++this.#key,
      show: (open) => this.#desk.setAside(open),
    });
  }

  /**
   * Follows a source. Of the same one all that is known stays, and what is held still.
   * @throws {EigerMonitorError} BAD_SOURCE
   */
  async connect(request: FollowRequest): Promise<void> {
    const isSame = request.source === this.#request?.source;
    const known = isSame ? this.#connection?.facts : undefined;
    this.#leave();
    if (!isSame) {
      this.#projection.leave();
      this.#desk.forget();
    }
    this.#request = request;
    this.#isFirst = true;
    this.#connection = new Connection({
      ...this.#options,
      ...request,
      known,
      fetch: withToken(this.#options.fetch, request.token),
      pace: this.#pace,
      traffic: this.#traffic,
      onEvent: (event) => this.#receive(event),
      onUnreadable: () => {
        this.#desk.counts.received(0);
        this.#desk.counts.failed();
      },
      onChange: () => this.#publisher.soon(),
    });
    this.#publisher.tick();
    this.#publisher.soon();
  }

  async disconnect(): Promise<void> {
    this.#leave();
    this.#publisher.rest();
    this.#publisher.soon();
  }

  async pause(): Promise<void> {
    this.#turnToImages();
    this.#desk.pause();
  }

  async resume(): Promise<void> {
    this.#turnToImages();
    this.#desk.resume();
  }

  async step(by: number): Promise<void> {
    this.#turnToImages();
    this.#desk.step(by);
  }

  /** An image of the history, or else (by its id, of the chosen threshold) one that the control unit still has. */
  async seek(image: number | string): Promise<void> {
    this.#turnToImages();
    const threshold = this.#request?.threshold ?? null;
    if (this.#desk.seek(image, threshold) || typeof image === "number") return;
    if (this.#connection === undefined) return;
    await this.#seek.fetch(image, {
      client: this.#connection.client,
      decoder: this.#options.decoder,
      threshold,
      use: (event) => this.#desk.lookAt(this.#measure(event, image), imageGeometry(event.tiff.dectris)),
    });
  }

  async setThreshold(threshold: number | null): Promise<void> {
    if (this.#request === undefined || this.#request.threshold === threshold) return;
    this.#request = { ...this.#request, threshold };
    if (this.#connection !== undefined) await this.connect(this.#request);
  }

  /** @throws {EigerMonitorError} NO_PROJECTION */
  async setProjection(kind: ProjectionKind | null): Promise<void> {
    await this.#projection.choose(kind);
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
      const { id: imageId, key: imageKey } = open.image;
      return { picture, region: request.region, imageId, imageKey, drawTime };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#connection?.report(error, open.image.id);
      this.#desk.lose(open);
      return null;
    }
  }

  /** Ends all that is under way and gives all memory back. */
  async close(): Promise<void> {
    this.#publisher.end();
    this.#leave();
    this.#projection.leave();
    this.#desk.forget();
  }

  #state(): EngineState {
    const state = engineState(this.#desk, this.#connection);
    this.#projection.renew();
    return { ...state, projection: this.#projection.shown };
  }

  #resultsOf(request: FollowRequest | undefined): ProjectionSource | undefined {
    if (request === undefined || this.#connection === undefined) return undefined;
    const fetch = withToken(this.#options.fetch, request.token);
    const { client, facts } = this.#connection;
    return { source: client.source, fetch, results: facts.results };
  }

  /** Whoever pauses, steps or seeks looks at images. */
  #turnToImages(): void {
    this.#seek.interrupt();
    this.#projection.leave();
  }

  /** Nothing comes from the source any more; what it said of its images stays counted. */
  #leave(): void {
    this.#seek.interrupt();
    this.#connection?.close();
    this.#desk.counts.skipped(this.#connection?.skipped ?? 0);
    this.#connection = undefined;
  }

  async #receive(event: EigerDataEvent): Promise<void> {
    const { counts } = this.#desk;
    this.#connection?.sawThreshold(event.threshold);
    if (this.#isOtherThreshold(event)) {
      counts.received(event.byteLength);
      counts.skipped();
      event.close();
      return;
    }
    try {
      const open = this.#measure(event, `n${counts.counts.received + 1}`);
      this.#desk.take(open, imageGeometry(event.tiff.dectris), { isFirst: this.#isFirst });
      this.#isFirst = false;
      this.#connection?.report(null);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      counts.received(event.byteLength);
      counts.failed();
      this.#connection?.report(error, event.eventId);
    }
    await this.#desk.room();
  }

  /** Closes the event when it cannot be read. @throws {DecodeError} */
  #measure(event: EigerDataEvent, fallbackId: string): OpenImage {
    try {
      this.#key += 1;
      const { image, frame } = measureImage(event, { ...this.#options, key: this.#key, fallbackId });
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
}
