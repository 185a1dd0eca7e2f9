/** Wheel, drag, pinch and double click on the picture, as moves of the view or strokes of a tool. */
import type { Point } from "../viewport.ts";

/** What gestures call; places are CSS pixels from the upper left corner of the canvas. */
export interface GestureTarget {
  zoomBy(factor: number, place: Point): void;
  panBy(moved: Point): void;
  /** The pointer is over a place, or has left. */
  hover(place: Point | null): void;
  /** A tap or click that was no drag. */
  tap(place: Point, pointerType: string): void;
  /** Does a drag belong to a tool? Then strokes come. */
  usesTool(): boolean;
  stroke(from: Point, to: Point): void;
  setMoving(moving: boolean): void;
  /** The wheel turned without Ctrl where the page keeps it. */
  refusedWheel(): void;
}

/** Does the page keep the wheel, and the touch of one finger, for itself? */
export type WheelMode = "zoom" | "ctrl";

/** CSS pixels that a pointer may move in a click. */
const CLICK_SLACK = 4;
/** Milliseconds after the last turn of the wheel. */
const WHEEL_END = 160;
const LINE_HEIGHT = 16;

export class Gestures {
  readonly #element: HTMLElement;
  readonly #target: GestureTarget;
  readonly #pointers = new Map<number, Point>();
  readonly #end = new AbortController();
  #wheelMode: WheelMode = "zoom";
  #start: Point | null = null;
  #isDrag = false;
  #isStroke = false;
  #wheelTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement, target: GestureTarget) {
    this.#element = element;
    this.#target = target;
    const options = { signal: this.#end.signal };
    element.addEventListener("wheel", (event) => this.#wheel(event), { ...options, passive: false });
    element.addEventListener("pointerdown", (event) => this.#down(event), options);
    element.addEventListener("pointermove", (event) => this.#move(event), options);
    element.addEventListener("pointerup", (event) => this.#up(event), options);
    element.addEventListener("pointercancel", (event) => this.#cancel(event), options);
    element.addEventListener("pointerleave", () => this.#leave(), options);
    element.addEventListener("dblclick", (event) => this.#doubleClick(event), options);
  }

  set wheelMode(mode: WheelMode) {
    this.#wheelMode = mode;
  }

  dispose(): void {
    clearTimeout(this.#wheelTimer);
    this.#end.abort();
  }

  #place(event: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** A pinch on a touch pad comes as a wheel with Ctrl. */
  #wheel(event: WheelEvent): void {
    if (this.#wheelMode === "ctrl" && !event.ctrlKey && !event.metaKey) {
      this.#target.refusedWheel();
      return;
    }
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
    const isPinch = event.ctrlKey && Math.abs(event.deltaY) < 50;
    const factor = Math.exp(-event.deltaY * unit * (isPinch ? 0.01 : 0.0018));
    this.#target.setMoving(true);
    this.#target.zoomBy(factor, this.#place(event));
    clearTimeout(this.#wheelTimer);
    this.#wheelTimer = setTimeout(() => this.#target.setMoving(this.#isDrag), WHEEL_END);
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const place = this.#place(event);
    this.#pointers.set(event.pointerId, place);
    this.#element.setPointerCapture(event.pointerId);
    if (this.#pointers.size > 1) {
      this.#isStroke = false;
      return;
    }
    this.#start = place;
    this.#isDrag = false;
    this.#isStroke = this.#target.usesTool();
  }

  #move(event: PointerEvent): void {
    const place = this.#place(event);
    const former = this.#pointers.get(event.pointerId);
    if (former === undefined) {
      this.#target.hover(place);
      return;
    }
    if (this.#pointers.size >= 2) this.#pinch(event.pointerId, place);
    else if (!this.#drag(former, place)) return;
    this.#pointers.set(event.pointerId, place);
  }

  /** Is it one, and no click yet? */
  #drag(former: Point, place: Point): boolean {
    const start = this.#start ?? place;
    if (!this.#isDrag && Math.hypot(place[0] - start[0], place[1] - start[1]) < CLICK_SLACK) return false;
    if (!this.#isDrag) this.#begin();
    if (this.#isStroke) this.#target.stroke(start, place);
    else this.#target.panBy([place[0] - former[0], place[1] - former[1]]);
    this.#target.hover(place);
    return true;
  }

  /** Two fingers: what was between them stays between them. */
  #pinch(id: number, place: Point): void {
    const [first, second] = [...this.#pointers].filter(([, at]) => at !== undefined);
    const other = first?.[0] === id ? second?.[1] : first?.[1];
    const former = this.#pointers.get(id);
    if (other === undefined || former === undefined) return;
    if (!this.#isDrag) this.#begin();
    const distance = (at: Point) => Math.max(Math.hypot(at[0] - other[0], at[1] - other[1]), 1);
    const middle: Point = [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2];
    this.#target.panBy([(place[0] - former[0]) / 2, (place[1] - former[1]) / 2]);
    this.#target.zoomBy(distance(place) / distance(former), middle);
  }

  #begin(): void {
    this.#isDrag = true;
    this.#target.setMoving(true);
  }

  #up(event: PointerEvent): void {
    const place = this.#place(event);
    const wasLast = this.#pointers.delete(event.pointerId) && this.#pointers.size === 0;
    if (!wasLast) return;
    const start = this.#start;
    if (!this.#isDrag && start !== null) this.#target.tap(place, event.pointerType);
    this.#endDrag();
  }

  #cancel(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) this.#endDrag();
  }

  #endDrag(): void {
    this.#isDrag = false;
    this.#isStroke = false;
    this.#start = null;
    this.#target.setMoving(false);
  }

  #leave(): void {
    if (this.#pointers.size === 0) this.#target.hover(null);
  }

  #doubleClick(event: MouseEvent): void {
    this.#target.zoomBy(event.shiftKey ? 0.5 : 2, this.#place(event));
  }
}
