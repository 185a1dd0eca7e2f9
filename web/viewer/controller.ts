import type { Engine, EngineState, KnownGeometry } from "../worker/engineApi.ts";
import { browserPorts } from "./browserPorts.ts";
import { EngineCalls, isLost } from "./engineCalls.ts";
import type { ViewerPorts } from "./engineLink.ts";
import { engineSettings } from "./engineSettings.ts";
import { FollowedSource } from "./followedSource.ts";
import { ImageQuestions } from "./imageQuestions.ts";
import { Levels } from "./levels.ts";
import { linkedState, restoreSettings } from "./linkedState.ts";
import { type LinkedState, readLinkText, toLinkText } from "./linkText.ts";
import { mergedGeometry, NOTHING_BY_HAND, provenByHand } from "./mergedGeometry.ts";
import { NewestOnly } from "./newestOnly.ts";
import { provenLook } from "./provenLook.ts";
import { provenView, viewOf } from "./provenView.ts";
import { START_STATE } from "./startState.ts";
import { Store } from "./store.ts";
import { toldState } from "./toldState.ts";
import { keepUnchanged } from "./unchanged.ts";
import type { Drawing, ViewerController, ViewerOptions } from "./viewerController.ts";
import type { Geometry, Look, ProjectionKind, RingSettings, View, ViewerState } from "./viewerState.ts";
import { WantedPause } from "./wantedPause.ts";

type DrawRequest = Parameters<ViewerController["draw"]>[0];

/**
 * A viewer without a face. Importing this touches nothing of a page; calling it starts a worker.
 *
 * @param ports what of a page is used; default: the page's own
 */
export function createViewer(
  options: ViewerOptions = {},
  ports: Partial<ViewerPorts> = {},
): ViewerController {
  return new Viewer(options, { ...browserPorts, ...ports });
}

class Viewer extends ImageQuestions implements ViewerController {
  readonly #store = new Store<ViewerState>(START_STATE);
  readonly #calls: EngineCalls;
  readonly #levels: Levels;
  readonly #drawings: NewestOnly<DrawRequest, Drawing>;
  readonly #endHidden: () => void;
  readonly #source: FollowedSource;
  #byHand: KnownGeometry = NOTHING_BY_HAND;
  #engineState: EngineState | undefined;
  readonly #wantedPause = new WantedPause();
  #hidden = false;
  #destroyed = false;

  constructor(options: ViewerOptions, ports: ViewerPorts) {
    super(
      () => this.state,
      (use) => this.#call(use),
    );
    const { assetBase } = options;
    this.#calls = new EngineCalls({
      settings: engineSettings(options),
      now: () => performance.now(),
      start: (start) => ports.startEngine(start, { assetBase }),
      onState: (state) => this.#take(state),
      onReplaced: (message, { last }) => this.#recover(message, last),
    });
    this.#source = new FollowedSource({
      store: this.#store,
      calls: this.#calls,
      baseAddress: ports.baseAddress,
    });
    this.#levels = new Levels(this.#store, (region) => this.#call((engine) => engine.percentile999(region)));
    this.#drawings = new NewestOnly((request) => this.#draw(request));
    this.#endHidden = ports.onHidden((hidden) => this.#hide(hidden));
    const { source, fetchMode, token } = options;
    if (source !== undefined)
      this.connect({ source, ...(fetchMode && { fetchMode }), ...(token && { token }) });
    else if (fetchMode !== undefined) this.#store.set({ fetchMode });
  }

  get state(): ViewerState {
    return this.#store.state;
  }

  subscribe(listener: (state: ViewerState) => void): () => void {
    return this.#store.subscribe(listener);
  }

  connect(options: Parameters<ViewerController["connect"]>[0]): void {
    this.#source.follow(options);
  }

  disconnect(): void {
    this.#tell((engine) => engine.disconnect());
  }

  pause(): void {
    this.#setPaused(true, (engine) => engine.pause());
  }

  resume(): void {
    this.#setPaused(false, (engine) => engine.resume());
  }

  step(by: number): Promise<void> {
    return this.#call((engine) => engine.step(by));
  }

  seek(image: number | string): Promise<void> {
    return this.#call((engine) => engine.seek(image));
  }

  setView(view: Partial<View>): void {
    this.#store.set({ view: provenView(this.state.view, view) });
  }

  setLook(changes: Partial<Look>): void {
    const { look } = this.state;
    if (changes.auto !== undefined && changes.auto !== look.auto) this.#levels.forget();
    this.#store.set({ look: provenLook(look, changes) });
    this.#levels.follow();
  }

  setRings(rings: Partial<RingSettings>): void {
    this.#store.set({ rings: { ...this.state.rings, ...rings } });
  }

  setGeometry(geometry: Partial<Omit<Geometry, "from">>): void {
    this.#byHand = provenByHand(this.#byHand, geometry);
    this.#store.set({ geometry: this.#geometry() });
  }

  setProjection(kind: ProjectionKind | null): Promise<void> {
    return this.#call((engine) => engine.setProjection(kind));
  }

  setThreshold(threshold: number | null): void {
    this.#store.set({ threshold });
    this.#tell((engine) => engine.setThreshold(threshold));
  }

  autoLevels(of: "whole" | "visible"): Promise<void> {
    return this.#levels.set(of);
  }

  enableMonitor(token: string): Promise<void> {
    return this.#call((engine) => engine.enableMonitor(token));
  }

  draw(request: DrawRequest): Promise<Drawing | null> {
    return this.#drawings.request(request);
  }

  serialize(): string {
    return toLinkText(linkedState(this.state, this.#byHand));
  }

  restore(text: string): readonly string[] {
    const refused: string[] = [];
    this.#restore(readLinkText(text, (field) => refused.push(field)));
    return refused;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#endHidden();
    this.#store.close();
    this.#calls.end();
  }

  #restore(linked: LinkedState): void {
    const { source = this.state.source, fetchMode = this.state.fetchMode, imageId } = linked;
    restoreSettings(this, linked);
    if (source !== null && (source !== this.state.source || fetchMode !== this.state.fetchMode))
      this.connect({ source, fetchMode });
    if (imageId === null) this.resume();
    if (imageId === null || imageId === undefined) return;
    if (linked.look?.levels !== undefined) this.#levels.link(imageId);
    // An image that is in neither the history nor the control unit's buffer any more leaves the viewer live.
    this.#tell((engine) => engine.seek(imageId));
  }

  async #draw({ region, columns, rows, isAside = false }: DrawRequest): Promise<Drawing | null> {
    const { look, image } = this.state;
    if (image === null) return null;
    if (!isAside) this.#levels.visible = region;
    const drawn = await this.#call((engine) => engine.draw({ region, columns, rows, look }));
    if (drawn === null) return null;
    const { picture: bitmap, ...drawing } = drawn;
    return { bitmap, ...drawing };
  }

  #take(told: EngineState): void {
    const state = keepUnchanged(this.#engineState, told);
    this.#engineState = state;
    const { image, paused } = state;
    this.#store.set({
      ...toldState(state),
      paused: this.#wantedPause.over(paused),
      // Another threshold is another connection, which does not know it at once.
      thresholds: state.thresholds ?? this.state.thresholds,
      geometry: this.#geometry(),
      view: viewOf(this.state, image),
      look: this.#levels.for(image),
    });
    this.#levels.follow();
  }

  #hide(hidden: boolean): void {
    this.#hidden = hidden;
    this.#tell((engine) => engine.setHidden(hidden));
  }

  #geometry(): Geometry {
    const merged = mergedGeometry({
      hand: this.#byHand,
      image: this.#engineState?.imageGeometry ?? NOTHING_BY_HAND,
      configuration: this.#engineState?.configurationGeometry ?? NOTHING_BY_HAND,
    });
    return keepUnchanged(this.state.geometry, merged);
  }

  #recover(message: string, last: boolean): void {
    this.#engineState = undefined;
    this.#store.set({ image: null, history: START_STATE.history, paused: false });
    if (this.#hidden && !last) this.#hide(true);
    this.#source.recover(message, { last });
  }

  #call<T>(use: (engine: Engine<ImageBitmap>) => Promise<T>): Promise<T> {
    return this.#calls.call(use);
  }

  #setPaused(paused: boolean, use: (engine: Engine<ImageBitmap>) => Promise<void>): void {
    this.#store.set({ paused });
    this.#tell((engine) => this.#wantedPause.set(paused, use(engine)));
  }

  /** What is of no use to an engine that has just crashed. */
  #tell(use: (engine: Engine<ImageBitmap>) => Promise<void>): void {
    this.#calls.call(use).catch((error) => {
      if (!isLost(error)) throw error;
    });
  }
}
