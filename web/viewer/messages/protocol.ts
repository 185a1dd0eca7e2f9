/** What a page and a viewer in another window, tab or frame say to each other: plain data, each message with its mark. */
import type { ColourTableName, Scale } from "../../../src/index.ts";
import type { FetchMode, ShownImage, ViewerProblem, ViewerState } from "../viewerState.ts";

/** Every message has it: the version of the protocol. What has none is somebody else's, and passed over. */
export interface Marked {
  readonly "eiger-viewer": 1;
}

/** What a viewer can be told. Settings are those of links, in the same words and units; what is not said stays as it was. */
export type ViewerCommand =
  /** The state now; events from now on. */
  | { readonly command: "listen" }
  | { readonly command: "load"; readonly source: string; readonly mode?: FetchMode }
  | { readonly command: "pause" }
  | { readonly command: "resume" }
  /** Through the history: −1 one image back. */
  | { readonly command: "step"; readonly by: number }
  /** By its id `<series>_<image>`, or by its key. */
  | { readonly command: "seek"; readonly image: string | number }
  /** Source pixels in the middle, and CSS pixels of one. */
  | {
      readonly command: "view";
      readonly x?: number;
      readonly y?: number;
      readonly zoom?: number;
      readonly fit?: true;
    }
  | {
      readonly command: "levels";
      readonly levels?: readonly [black: number, white: number];
      readonly auto?: "whole" | "visible" | "off";
      readonly scale?: Scale;
      readonly colours?: ColourTableName;
      readonly binning?: "maximum" | "mean";
      readonly masked?: string;
      readonly saturated?: string;
    }
  /** Å; "auto": five, equally spaced in 1/d². */
  | {
      readonly command: "rings";
      readonly rings?: boolean;
      readonly resolutions?: readonly number[] | "auto";
      readonly ice?: boolean;
    }
  /** Pixels, metres, Å, metres; `geometry: "auto"`: nothing else by hand. */
  | {
      readonly command: "geometry";
      readonly beam?: readonly [x: number, y: number];
      readonly distance?: number;
      readonly wavelength?: number;
      readonly pixel?: readonly [x: number, y: number];
      readonly geometry?: "auto";
    }
  | { readonly command: "threshold"; readonly threshold: number | "all" }
  /** Its reply is the count; null: masked, outside, or no image. */
  | { readonly command: "pixel"; readonly x: number; readonly y: number }
  /** Its reply is a file, named by the image's id. */
  | { readonly command: "save"; readonly as: "png" | "tiff" | "npy" };

/** A command on its way. `request`, a short text or a number, comes back with the reply. */
export type CommandMessage = Marked & ViewerCommand & { readonly request?: string | number };

/** What is told of a viewer's state: all of {@link ViewerState} but what every image changes. */
export interface ToldState
  extends Pick<
    ViewerState,
    | "source"
    | "fetchMode"
    | "connection"
    | "paused"
    | "geometry"
    | "view"
    | "look"
    | "rings"
    | "threshold"
    | "thresholds"
  > {
  readonly problem: Omit<ViewerProblem, "retryAt"> | null;
  /** As the live bar has it. */
  readonly word: string;
  /** What a link's hash would be. */
  readonly link: string;
}

/** Why a command was not followed. */
export type FailureCode = "BAD_COMMAND" | "BAD_VALUE" | "BUSY" | "FAILED";

/** What a viewer says. */
export type ViewerMessage = Marked &
  (
    | { readonly event: "state"; readonly state: ToldState }
    /** Another image is shown from now on. */
    | { readonly event: "image"; readonly image: ShownImage }
    | {
        readonly event: "reply";
        readonly request: string | number;
        readonly result: number | File | null;
      }
    | {
        readonly event: "failure";
        /** null: the command had none. */
        readonly request: string | number | null;
        readonly code: FailureCode;
        readonly message: string;
      }
  );
