/** What the controller and the worker say to each other: plain data, and functions that resolve to plain data. */
import type {
  LineProfile,
  PixelRectangle,
  PixelValues,
  RegionStatistics,
  Shape,
} from "../viewer/viewerController.ts";
import type {
  ConnectionState,
  Counters,
  FetchMode,
  Geometry,
  HistoryState,
  Look,
  ProjectionKind,
  Rates,
  Results,
  ShownImage,
  ShownProjection,
  ViewerProblem,
} from "../viewer/viewerState.ts";

/** How the detector stands, as far as one source of such knowledge says; null: it does not. */
export type KnownGeometry = Omit<Geometry, "from">;

/** A problem; `retryAt` is in Unix milliseconds, for two threads count `performance.now()` from two moments. */
export type EngineProblem = ViewerProblem;

/** What the worker knows, published when it changes. */
export interface EngineState {
  readonly connection: ConnectionState;
  readonly problem: EngineProblem | null;
  readonly paused: boolean;
  readonly image: ShownImage | null;
  readonly counters: Counters;
  readonly rates: Rates;
  readonly history: HistoryState;
  readonly imageGeometry: KnownGeometry;
  readonly configurationGeometry: KnownGeometry;
  /** null: not known. */
  readonly thresholds: number | null;
  readonly writable: boolean;
  readonly results: Results | null;
  readonly projection: ShownProjection | null;
}

/** What to follow, and how. */
export interface FollowRequest {
  /** Absolute address of the monitor. */
  readonly source: string;
  readonly fetchMode: FetchMode;
  readonly threshold: number | null;
  /** Shown to the bridge with every request. */
  readonly token?: string;
}

/** A rectangle of source pixels; it may be fractional. */
export interface SourceRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What to draw: exactly `columns × rows` pixels. */
export interface PictureRequest {
  readonly region: SourceRegion;
  readonly columns: number;
  readonly rows: number;
  readonly look: Look;
}

/** A picture; `Picture` is RGBA in memory that the next picture uses again, or a bitmap. */
export interface EnginePicture<Picture> {
  readonly picture: Picture;
  readonly region: SourceRegion;
  readonly imageId: string;
  readonly imageKey: number;
  /** Milliseconds. */
  readonly drawTime: number;
}

/** RGBA, row by row. */
export interface Pixels {
  readonly columns: number;
  readonly rows: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Everything that touches a pixel; in a worker, or (with `Picture` being {@link Pixels}) where it is called. */
export interface Engine<Picture> {
  connect(request: FollowRequest): Promise<void>;
  disconnect(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  step(by: number): Promise<void>;
  /** By its key, or by its id. */
  seek(image: number | string): Promise<void>;
  setThreshold(threshold: number | null): Promise<void>;
  /** @throws {EigerMonitorError} NO_PROJECTION when there is none */
  setProjection(kind: ProjectionKind | null): Promise<void>;
  setHidden(hidden: boolean): Promise<void>;
  enableMonitor(token: string): Promise<void>;
  draw(request: PictureRequest): Promise<EnginePicture<Picture> | null>;
  /** 99.9th percentile of the valid pixels of a region; null: there are none. */
  percentile999(region: SourceRegion): Promise<number | null>;
  pixels(region: PixelRectangle): Promise<PixelValues>;
  statisticsOf(shape: Shape): Promise<RegionStatistics>;
  profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile>;
  /** Files bear the id of the image that is in them. */
  png(look: Look): Promise<File>;
  tiff(): Promise<File>;
  npy(): Promise<File>;
  close(): Promise<void>;
}
