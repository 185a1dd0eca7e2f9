/** A viewer without a face: what the element, and any other program, drives. */
import type {
  FetchMode,
  Geometry,
  Look,
  ProjectionKind,
  RingSettings,
  View,
  ViewerState,
} from "./viewerState.ts";

/** A sharp picture of a part of the shown image, drawn by the worker. */
export interface Drawing {
  readonly bitmap: ImageBitmap;
  /** The source region that it shows, in source pixels. */
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly imageId: string;
  /** Which image it is of: a `key` as the state's image has it. */
  readonly imageKey: number;
  /** Milliseconds that the worker took. */
  readonly drawTime: number;
}

/** A rectangle of whole source pixels. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

/** A rectangle of counts, row by row, for printed values; masked pixels are −1, outside of the frame NaN. */
export interface PixelValues extends PixelRectangle {
  readonly values: Float64Array;
  /** Of which image they are; null: there is none. */
  readonly imageKey: number | null;
}

/** Statistics of the pixels whose centres lie in a box or circle. */
export interface RegionStatistics {
  readonly pixels: number;
  readonly masked: number;
  readonly saturated: number;
  readonly sum: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly standardDeviation: number | null;
  /** Of which image they are. */
  readonly imageKey: number;
}

export type Shape =
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: "circle"; readonly x: number; readonly y: number; readonly radius: number };

/** Counts along a line, a sample each source pixel of length; masked ones NaN. */
export interface LineProfile {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly values: Float64Array;
  /** Of which image they are. */
  readonly imageKey: number;
}

export interface ViewerOptions {
  /** Address of the monitor or of the bridge, absolute or relative to the page. */
  readonly source?: string;
  readonly fetchMode?: FetchMode;
  /** Of a bridge that asks for one, shown with every request to the source's origin, and to no other. */
  readonly token?: string;
  /** Where the worker's file is, when it is not beside this module. */
  readonly assetBase?: string | URL;
  /** Images a second at most; default: as fast as they come. */
  readonly maxRate?: number;
  /** Images kept to scrub back through; default 120. */
  readonly historyImages?: number;
  /** Bytes of memory for them; default 1 GiB. */
  readonly historyBytes?: number;
}

export interface ViewerController {
  /** The present snapshot. */
  readonly state: ViewerState;
  /** Calls `listener` after each change, at most once in a task; returns the way to stop that. */
  subscribe(listener: (state: ViewerState) => void): () => void;

  /** Begins to follow a source; ends the former. */
  connect(options: Pick<ViewerOptions, "fetchMode" | "token"> & { readonly source: string }): void;
  disconnect(): void;
  /** Freezes what is shown; images go on coming into the history. */
  pause(): void;
  /** Back to the newest image, live. */
  resume(): void;
  /** Through the history, which pauses: −1 one image back. */
  step(by: number): Promise<void>;
  /** To an image of the history, by its key; or by its id, of the history or of those that the control unit still has. */
  seek(image: number | string): Promise<void>;

  setView(view: Partial<View>): void;
  /** Levels that are set without `auto` are fixed from then on. What cannot be (no colour, levels not ascending) stays as it was. */
  setLook(look: Partial<Look>): void;
  setRings(rings: Partial<RingSettings>): void;
  /** By hand; null: back to what the image or the configuration says. */
  setGeometry(geometry: Partial<Omit<Geometry, "from">>): void;
  /** The sum or the maximum of a run's last images instead of the images, kept up to date; null: images again. */
  setProjection(kind: ProjectionKind | null): Promise<void>;
  setThreshold(threshold: number | null): void;
  /** Levels by the present image, once; they stay unless `look.auto` is set. */
  autoLevels(of: "whole" | "visible"): Promise<void>;
  /** Asks the bridge to enable the monitor; only after the user said so. */
  enableMonitor(token: string): Promise<void>;

  /**
   * A picture of a region of the shown image. `columns × rows` are device pixels. Of several requests that wait only the
   * newest is drawn; the others resolve to null, as does one while there is no image.
   */
  draw(request: {
    readonly region: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
    readonly columns: number;
    readonly rows: number;
    /** A picture beside the one that is looked at: levels that follow the part in sight pass it over. Default false. */
    readonly isAside?: boolean;
  }): Promise<Drawing | null>;
  /** The count of a pixel; null: masked, outside, or no image. */
  getPixel(x: number, y: number): Promise<number | null>;
  /** At most 4096 of them. */
  getPixels(rectangle: PixelRectangle): Promise<PixelValues>;
  statisticsOf(shape: Shape): Promise<RegionStatistics>;
  profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile>;

  /** Files of the shown image, named by its id: the picture of the whole frame at 1:1 as shown; the counts; the counts. */
  toPNG(): Promise<File>;
  toTIFF(): Promise<File>;
  toNPY(): Promise<File>;
  /** View, look, rings, threshold, source and a paused image's id as one text for a link's hash. */
  serialize(): string;
  /** What of such a text is understood is taken, the rest left; returns the names of fields whose value is none. */
  restore(text: string): readonly string[];
  /** Ends the worker and frees its memory. */
  destroy(): void;
}
