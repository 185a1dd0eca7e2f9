import { setAttribute } from "./dom.ts";
import type { FaceState } from "./model.ts";

/** CSS pixels of width below which the panel is a sheet under the picture. */
const NARROW = 720;
/** Below which the live bar shows only what matters most, and the rest when asked. */
const CROWDED = 1000;

/** How much room there is. */
type Room = Pick<FaceState, "canvas" | "layout">;

/** Watches the room that a viewer has, and arranges it by that. */
export class RoomObserver {
  readonly #options: {
    readonly viewer: HTMLElement;
    readonly stage: HTMLElement;
    readonly changed: (room: Room) => void;
  };
  readonly #observer = new ResizeObserver(() => this.#measure());
  #known = "";

  constructor(options: { viewer: HTMLElement; stage: HTMLElement; changed: (room: Room) => void }) {
    this.#options = options;
    this.#observer.observe(options.viewer);
    this.#observer.observe(options.stage);
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  #measure(): void {
    const { viewer, stage, changed } = this.#options;
    const layout = viewer.clientWidth < NARROW ? "narrow" : "wide";
    const { clientWidth: width, clientHeight: height } = stage;
    const isCrowded = viewer.clientWidth < CROWDED;
    const room: Room = { canvas: { width, height, density: window.devicePixelRatio || 1 }, layout };
    const known = JSON.stringify([room, isCrowded]);
    if (known === this.#known) return;
    this.#known = known;
    setAttribute(viewer, "data-layout", layout);
    setAttribute(viewer, "data-bar", isCrowded ? "compact" : "full");
    changed(room);
  }
}
