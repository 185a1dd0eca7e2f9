import { colourOf } from "../../../web/viewer/tone.ts";
import type {
  Drawing,
  LineProfile,
  PixelRectangle,
  PixelValues,
  RegionStatistics,
  Shape,
  ViewerController,
} from "../../../web/viewer/viewerController.ts";
import type {
  Geometry,
  Look,
  ProjectionKind,
  RingSettings,
  View,
  ViewerState,
} from "../../../web/viewer/viewerState.ts";
import { describeFrame, EMPTY_STATE } from "./fakeState.ts";
import { COLUMNS, MASKED, ROWS, SATURATION, syntheticFrame } from "./syntheticFrame.ts";

type DrawRequest = Parameters<ViewerController["draw"]>[0];

/** So many frames are different; then they come again. */
const FRAMES = 3;

/** A controller without worker and network: synthetic frames, drawn in plain code. Tests move it by hand. */
export class FakeController implements ViewerController {
  state: ViewerState;
  /** What was called, with what: for tests. */
  readonly calls: (readonly [name: string, ...values: readonly unknown[]])[] = [];
  readonly #listeners = new Set<(state: ViewerState) => void>();
  readonly #kept: { readonly geometry: Geometry };
  isDestroyed = false;
  /** What a link is said to have that is not understood. */
  refused: readonly string[] = [];
  #newest = 0;
  #frame = syntheticFrame(0);

  constructor(change: Partial<ViewerState> = {}) {
    this.state = { ...EMPTY_STATE, ...change };
    this.#kept = { geometry: this.state.geometry };
  }

  /** Connected, live, with some images behind it. */
  static live(images = 24): FakeController {
    const controller = new FakeController({
      source: "http://dcu.example/monitor/api/1.8.0",
      connection: "live",
    });
    for (let image = 0; image < images; image++) controller.nextImage();
    controller.change({ rates: { received: 10, shown: 9.8, bytes: 43.7e6 } });
    return controller;
  }

  /** Any change of the state, told. */
  change(change: Partial<ViewerState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener(this.state);
  }

  /** An image comes. */
  nextImage(): void {
    const number = ++this.#newest;
    const { history, paused, counters, look } = this.state;
    const keys = [...history.keys, number].slice(-120);
    const ids = keys.map((key) => `12_${key}`);
    const bytes = ids.length * 0.42e6;
    const counted = {
      ...counters,
      received: counters.received + 1,
      dropped: 0,
      bytes: counters.bytes + 4.4e6,
    };
    if (paused) {
      this.change({ history: { ...history, ids, keys, bytes }, counters: counted });
      return;
    }
    this.#show(number);
    const image = describeFrame(this.#frame, number);
    const levels: Look["levels"] =
      look.auto === null ? look.levels : [0, Math.max(image.percentile999 ?? 5, 5)];
    this.change({
      image,
      connection: "live",
      history: { ids, keys, bytes, position: -1 },
      counters: { ...counted, shown: counted.shown + 1 },
      look: { ...look, levels },
    });
  }

  subscribe(listener: (state: ViewerState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(options: { readonly source: string }): void {
    this.calls.push(["connect", options.source]);
    this.change({ source: options.source });
  }

  disconnect(): void {
    this.change({ connection: "stopped" });
  }

  pause(): void {
    const { history } = this.state;
    this.change({ paused: true, history: { ...history, position: history.ids.length - 1 } });
  }

  resume(): void {
    this.change({ paused: false, history: { ...this.state.history, position: -1 } });
    if (this.#newest > 0) this.seekTo(this.#newest);
  }

  async step(by: number): Promise<void> {
    const { keys, position } = this.state.history;
    const at = (position < 0 ? keys.length - 1 : position) + by;
    const key = keys[Math.min(Math.max(at, 0), keys.length - 1)];
    if (key !== undefined) await this.seek(key);
  }

  async seek(image: number | string): Promise<void> {
    const { history } = this.state;
    const position = typeof image === "number" ? history.keys.indexOf(image) : history.ids.indexOf(image);
    const key = history.keys[position];
    if (key === undefined) throw new Error(`image ${image} is not kept`);
    this.change({ paused: true, history: { ...history, position } });
    this.seekTo(key);
  }

  seekTo(number: number): void {
    this.#show(number);
    this.change({ image: describeFrame(this.#frame, number) });
  }

  setView(view: Partial<View>): void {
    this.change({ view: { ...this.state.view, ...view } });
  }

  setLook(look: Partial<Look>): void {
    this.change({ look: { ...this.state.look, ...look } });
  }

  setRings(rings: Partial<RingSettings>): void {
    this.change({ rings: { ...this.state.rings, ...rings } });
  }

  setGeometry(geometry: Partial<Omit<Geometry, "from">>): void {
    const entries = Object.entries(geometry).map(([figure, value]) => {
      const key = figure as keyof Geometry["from"];
      const kept = this.#kept.geometry;
      return value === null
        ? { [key]: kept[key], from: kept.from[key] }
        : { [key]: value, from: "hand" as const };
    });
    const names = Object.keys(geometry);
    const from = Object.fromEntries(entries.map((entry, index) => [names[index], entry.from]));
    const figures = Object.assign({}, ...entries.map(({ from: _, ...figure }) => figure));
    this.change({
      geometry: { ...this.state.geometry, ...figures, from: { ...this.state.geometry.from, ...from } },
    });
  }

  async setProjection(kind: ProjectionKind | null): Promise<void> {
    this.calls.push(["setProjection", kind]);
    const images = this.state.results?.projection?.images ?? 0;
    this.change({ projection: kind && { kind, images } });
  }

  setThreshold(threshold: number | null): void {
    this.change({ threshold });
  }

  async autoLevels(of: "whole" | "visible"): Promise<void> {
    this.calls.push(["autoLevels", of]);
    this.setLook({ levels: [0, Math.max(this.state.image?.percentile999 ?? 5, 5)] });
  }

  async enableMonitor(token: string): Promise<void> {
    this.calls.push(["enableMonitor", token]);
    this.change({ problem: null, connection: "waiting" });
  }

  async draw(request: DrawRequest): Promise<Drawing | null> {
    const { image } = this.state;
    if (image === null) return null;
    const bitmap = await createImageBitmap(this.#paint(request));
    return { bitmap, region: request.region, imageId: image.id, imageKey: image.key, drawTime: 3 };
  }

  async getPixel(x: number, y: number): Promise<number | null> {
    const value = this.#valueAt(Math.floor(x), Math.floor(y));
    return value >= 0 ? value : null;
  }

  async getPixels(region: PixelRectangle): Promise<PixelValues> {
    const { columns, rows } = region;
    const values = Float64Array.from({ length: columns * rows }, (_, index) =>
      this.#valueAt(region.x + (index % columns), region.y + Math.floor(index / columns)),
    );
    return { ...region, values, imageKey: this.#imageKey };
  }

  async statisticsOf(shape: Shape): Promise<RegionStatistics> {
    const values = this.#valuesIn(shape);
    const valid = values.filter((value) => value >= 0);
    const sum = valid.reduce((total, value) => total + value, 0);
    const mean = valid.length === 0 ? null : sum / valid.length;
    const squares = valid.reduce((total, value) => total + (value - (mean ?? 0)) ** 2, 0);
    return {
      pixels: values.length,
      masked: values.length - valid.length,
      saturated: valid.filter((value) => value >= SATURATION).length,
      sum,
      mean,
      min: valid.length === 0 ? null : Math.min(...valid),
      max: valid.length === 0 ? null : Math.max(...valid),
      standardDeviation: valid.length === 0 ? null : Math.sqrt(squares / valid.length),
      imageKey: this.#imageKey,
    };
  }

  async profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile> {
    const length = Math.max(Math.round(Math.hypot(to[0] - from[0], to[1] - from[1])), 1);
    const values = Float64Array.from({ length: length + 1 }, (_, index) => {
      const at = index / length;
      const value = this.#valueAt(
        Math.round(from[0] + at * (to[0] - from[0])),
        Math.round(from[1] + at * (to[1] - from[1])),
      );
      return value >= 0 ? value : Number.NaN;
    });
    return { from, to, values, imageKey: this.#imageKey };
  }

  async toPNG(): Promise<File> {
    this.calls.push(["toPNG"]);
    return this.#file("png");
  }

  async toTIFF(): Promise<File> {
    this.calls.push(["toTIFF"]);
    return this.#file("tif");
  }

  async toNPY(): Promise<File> {
    this.calls.push(["toNPY"]);
    return this.#file("npy");
  }

  serialize(): string {
    const { view, look, rings } = this.state;
    return encodeURIComponent(JSON.stringify({ view, look, rings }));
  }

  restore(text: string): readonly string[] {
    this.change(JSON.parse(decodeURIComponent(text)) as Partial<ViewerState>);
    return this.refused;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.#listeners.clear();
  }

  #file(ending: string): File {
    return new File([ending], `${this.state.image?.id}.${ending}`);
  }

  get #imageKey(): number {
    return this.state.image?.key ?? 0;
  }

  #show(number: number): void {
    this.#frame = syntheticFrame(number % FRAMES);
  }

  /** −1: masked; NaN: outside. */
  #valueAt(x: number, y: number): number {
    if (x < 0 || y < 0 || x >= COLUMNS || y >= ROWS) return Number.NaN;
    const value = this.#frame[y * COLUMNS + x] ?? 0;
    return value === MASKED ? -1 : value;
  }

  #valuesIn(shape: Shape): number[] {
    const reach = shape.kind === "circle" ? shape.radius : 0;
    const [left, top] = [Math.floor(shape.x - reach), Math.floor(shape.y - reach)];
    const width = shape.kind === "box" ? shape.width : 2 * reach + 1;
    const height = shape.kind === "box" ? shape.height : 2 * reach + 1;
    const values: number[] = [];
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) {
        const isIn = shape.kind === "box" || Math.hypot(x + 0.5 - shape.x, y + 0.5 - shape.y) <= shape.radius;
        const value = isIn ? this.#valueAt(x, y) : Number.NaN;
        if (!Number.isNaN(value)) values.push(value);
      }
    }
    return values;
  }

  /** Where several pixels share one, the highest is shown. */
  #paint({ region, columns, rows }: DrawRequest): ImageData {
    const picture = new ImageData(columns, rows);
    const pixels = new Uint32Array(picture.data.buffer);
    const colours = this.#colours();
    const stepX = region.width / columns;
    const stepY = region.height / rows;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const x = region.x + (column + 0.5) * stepX;
        const y = region.y + (row + 0.5) * stepY;
        const value = this.#highest(x, y, Math.max(stepX, stepY));
        if (!Number.isNaN(value)) pixels[row * columns + column] = colours(value);
      }
    }
    return picture;
  }

  #highest(x: number, y: number, step: number): number {
    const first = this.#valueAt(Math.floor(x), Math.floor(y));
    if (step <= 1) return first;
    const right = this.#valueAt(Math.floor(x + step / 2), Math.floor(y));
    const below = this.#valueAt(Math.floor(x), Math.floor(y + step / 2));
    return Number.isNaN(first) ? first : Math.max(first, right || -1, below || -1);
  }

  #colours(): (value: number) => number {
    const { look } = this.state;
    const cache = new Map<number, number>();
    const masked = packHex(look.maskedColour);
    const saturated = packHex(look.saturatedColour);
    return (value) => {
      if (value < 0) return masked;
      if (value >= SATURATION) return saturated;
      const known = cache.get(value);
      if (known !== undefined) return known;
      const [red, green, blue] = colourOf(value, look);
      const packed = (red | (green << 8) | (blue << 16) | (255 << 24)) >>> 0;
      cache.set(value, packed);
      return packed;
    };
  }
}

function packHex(colour: string): number {
  const number = Number.parseInt(colour.slice(1), 16);
  return ((number >> 16) | (number & 0xff00) | ((number & 255) << 16) | (255 << 24)) >>> 0;
}
