/** What the parts of the face are drawn from, and the form that all of them have. */
import type { Shape } from "./viewerController.ts";
import type { ViewerState } from "./viewerState.ts";
import type { CanvasSize, Point, Viewport } from "./viewport.ts";

/** What a drag on the picture does. */
export type Tool = "pan" | "line" | "box" | "circle";

/** What is measured: a line, or the pixels of a shape. Source coordinates. */
export type Measured = Shape | { readonly kind: "line"; readonly from: Point; readonly to: Point };

/** What only this face knows; links and other viewers do not. */
export interface FaceState {
  /** Pixel under the pointer. */
  readonly cursor: Point | null;
  /** Pixel that was pinned with `c`. */
  readonly pinned: Point | null;
  readonly tool: Tool;
  readonly measured: Measured | null;
  /** Is a gesture under way? Print in pixels waits for its end. */
  readonly moving: boolean;
  readonly canvas: CanvasSize;
  readonly layout: "wide" | "narrow";
  readonly loupe: boolean;
}

/** A snapshot of everything that is shown. */
export interface Model {
  readonly state: ViewerState;
  readonly face: FaceState;
  /** null before there is an image, or a canvas. */
  readonly viewport: Viewport | null;
}

/** A part of the face: an element, and the way to make it show a model. */
export interface Part {
  readonly element: Element;
  update(model: Model): void;
  /** Ends timers and listeners beyond its own element. */
  dispose?(): void;
}
