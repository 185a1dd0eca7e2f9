/** What a viewer knows and shows, as plain data: the controller publishes it, the element draws it, links carry a part. */
import type { ColourTableName, Scale } from "../../src/index.ts";

/** How images are taken: the newest by its id (default; takes none from others), `images/monitor`, or `images/next`. */
export type FetchMode = "newest" | "monitor" | "next";

/** A state of the connection, in the words of the live bar. */
export type ConnectionState =
  | "idle"
  | "connecting"
  | "live"
  | "waiting"
  | "disabled"
  | "unreachable"
  | "refused"
  | "stopped";

/** What went wrong, as data: the element has a picture and a hint for each kind. */
export interface ViewerProblem {
  /**
   * `offline`: nobody answers; `dcu`: the bridge answers, the control unit does not (502, 504); `cors`: answered, but the
   * browser may not read it; `policy`: the page's own policy (`connect-src`) lets nobody be asked there; `http`: another status; `monitor-disabled`; `decode`: an image was not understood (`imageId`).
   */
  readonly kind:
    | "offline"
    | "dcu"
    | "cors"
    | "policy"
    | "timeout"
    | "http"
    | "monitor-disabled"
    | "decode"
    | "unsupported";
  readonly message: string;
  /** What the reader can do about it, one sentence. */
  readonly hint: string;
  readonly status?: number;
  /** `<series>_<image>`. */
  readonly imageId?: string;
  /** Milliseconds of `performance.now()` when it is tried again. */
  readonly retryAt?: number;
}

/** How the detector stands, for rings and readout; null: not known. Distances in metres, wavelength in Å. */
export interface Geometry {
  /** Pixels from the upper left corner of pixel (0, 0), x to the right and y down. */
  readonly beamCenter: readonly [x: number, y: number] | null;
  readonly detectorDistance: number | null;
  readonly wavelength: number | null;
  readonly pixelSize: readonly [x: number, y: number] | null;
  /** Where each figure is from. */
  readonly from: Readonly<
    Record<
      "beamCenter" | "detectorDistance" | "wavelength" | "pixelSize",
      "image" | "configuration" | "hand" | "unknown"
    >
  >;
}

/** The image that is shown. */
export interface ShownImage {
  /** No other image of this viewer has it: of one exposure there may be several, and after a restart ids come again. */
  readonly key: number;
  /** `<series>_<image>`; `?_?` never: an image without identity is `n<counter>`. */
  readonly id: string;
  readonly series: number | null;
  readonly image: number | null;
  readonly threshold: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly depth: 8 | 16 | 32;
  /** Unix seconds, by the file. */
  readonly timestamp: number | null;
  /** Unix seconds, when its last byte came. */
  readonly arrival: number;
  readonly byteLength: number;
  readonly statistics: {
    readonly min: number | null;
    readonly max: number | null;
    readonly mean: number | null;
    /** Exact up to 2^53. */
    readonly sum: number;
    readonly masked: number;
    readonly zero: number;
    /** Valid pixels at the highest count of the frame's depth minus one, or at the countrate cutoff where it is known. */
    readonly saturated: number;
  };
  /** 99.9th percentile of the valid pixels, null when all are masked. */
  readonly percentile999: number | null;
  /** At most 256 bins over 0 … max on a log(count + 1) axis: pixels of each. Masked pixels are in none. */
  readonly histogram: { readonly edges: Float64Array; readonly counts: Float64Array };
  /** Milliseconds. */
  readonly timings: { readonly fetch: number; readonly decode: number; readonly draw: number };
}

export interface Counters {
  readonly received: number;
  readonly shown: number;
  /** Received or listed, never shown. */
  readonly skipped: number;
  /** Not understood. */
  readonly failed: number;
  /** By the control unit's own count; null when it does not say. */
  readonly dropped: number | null;
  readonly bytes: number;
}

/** Over the last two seconds. */
export interface Rates {
  readonly received: number;
  readonly shown: number;
  /** Bytes a second. */
  readonly bytes: number;
}

export interface HistoryState {
  /** Images kept, oldest first. */
  readonly ids: readonly string[];
  /** The same images, each by its {@link ShownImage.key}: an id may be there more than once. */
  readonly keys: readonly number[];
  readonly bytes: number;
  /** Which of `ids` is shown; −1: the newest, live. */
  readonly position: number;
}

/** Which projection of the last images. */
export type ProjectionKind = "sum" | "maximum";

/** One second of a run; means of its images, null where there was none. */
export interface ResultPoint {
  /** Unix seconds, by the clock of the run. */
  readonly time: number;
  readonly images: number;
  /** Counts of an image. */
  readonly sum: number | null;
  /** Pixels of an image. */
  readonly masked: number | null;
  readonly saturated: number | null;
}

/** What a run of `eiger-monitor run` finds out about all images, also those that this viewer does not show. */
export interface Results {
  readonly images: number;
  /** Images a second. */
  readonly rate: number;
  /** What sum and maximum there are: of `images` of the images from the first to the last of a series. null: none yet. */
  readonly projection: {
    readonly series: number;
    readonly firstImage: number;
    readonly lastImage: number;
    readonly images: number;
    /** Rises with each change. */
    readonly revision: number;
  } | null;
  /** Pixels that never count, or too much; null: not known yet. */
  readonly pixels: { readonly dead: number; readonly hot: number } | null;
  /** The oldest first. */
  readonly points: readonly ResultPoint[];
  /** Unix seconds, by this clock, when there was news last. */
  readonly heard: number;
}

/** A projection that is shown instead of the images. */
export interface ShownProjection {
  readonly kind: ProjectionKind;
  /** How many images are in it. */
  readonly images: number;
}

/** A place on the frame: source pixel (`x`, `y`) is in the middle of the canvas, `zoom` CSS pixels are a source pixel. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** Whole frame as large as it fits, whatever the canvas's size. */
  readonly fit: boolean;
}

export interface Look {
  readonly levels: readonly [black: number, white: number];
  /** Levels follow the image: of the whole frame or of the visible part; null: fixed. */
  readonly auto: "whole" | "visible" | null;
  readonly scale: Scale;
  readonly colours: ColourTableName;
  readonly binning: "maximum" | "mean";
  /** CSS colours of pixels outside of the colour table: `#rgb`, `#rrggbb`, each with alpha too, or `rgb(…)`. */
  readonly maskedColour: string;
  readonly saturatedColour: string;
}

export interface RingSettings {
  readonly visible: boolean;
  /** Å; null: five, equally spaced in 1/d². */
  readonly resolutions: readonly number[] | null;
  readonly ice: boolean;
}

/** All of it. A snapshot: never changed, replaced by the next. */
export interface ViewerState {
  readonly source: string | null;
  readonly fetchMode: FetchMode;
  readonly connection: ConnectionState;
  readonly problem: ViewerProblem | null;
  readonly paused: boolean;
  readonly image: ShownImage | null;
  readonly counters: Counters;
  readonly rates: Rates;
  readonly history: HistoryState;
  readonly geometry: Geometry;
  readonly view: View;
  readonly look: Look;
  readonly rings: RingSettings;
  /** Which was chosen; null: an exposure's first. */
  readonly threshold: number | null;
  /** How many there are, by the configuration or by what came; null: not known. */
  readonly thresholds: number | null;
  /** Does the bridge let us write? Only then is an "Enable monitor" button of use. */
  readonly writable: boolean;
  /** Of a run that the source's bridge serves; null: there is none. */
  readonly results: Results | null;
  /** What `image` is, when it is no image of the detector; null: it is one. */
  readonly projection: ShownProjection | null;
}
