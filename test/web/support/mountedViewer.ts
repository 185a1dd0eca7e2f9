import { page } from "vitest/browser";
import "../../../web/viewer/define.ts";
import type { EigerViewerElement } from "../../../web/viewer/element.ts";
import { resolveView, type Viewport } from "../../../web/viewer/viewport.ts";
import { FakeController } from "./fakeController.ts";

export interface MountedViewer {
  readonly viewer: EigerViewerElement;
  readonly controller: FakeController;
  /** What its shadow holds, by selector. */
  find(selector: string): HTMLElement;
}

/** A viewer that fills the test's page, on a controller that the test moves. */
export async function mountViewer(
  options: {
    readonly controller?: FakeController;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly size?: readonly [width: number, height: number];
    readonly into?: HTMLElement;
  } = {},
): Promise<MountedViewer> {
  const { controller = FakeController.live(6), attributes = {}, size = [1280, 800] } = options;
  await page.viewport(...size);
  const viewer = document.createElement("eiger-viewer");
  for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
  viewer.controller = controller;
  if (options.into === undefined) {
    viewer.style.position = "fixed";
    viewer.style.inset = "0";
  }
  (options.into ?? document.body).append(viewer);
  await settled();
  return { viewer, controller, find: (selector) => findIn(viewer, selector) };
}

/** Two frames of the screen later: sizes are known, and everything is drawn by them. */
export async function settled(): Promise<void> {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}

function findIn(viewer: EigerViewerElement, selector: string): HTMLElement {
  const element = viewer.shadowRoot?.querySelector(selector);
  if (element instanceof HTMLElement) return element;
  throw new Error(`no ${selector}`);
}

/** Where source pixels are now. */
export function viewportOf({ controller, find }: MountedViewer): Viewport {
  const { image, view } = controller.state;
  if (image === null) throw new Error("no image");
  const { clientWidth: width, clientHeight: height } = find(".stage");
  return resolveView(view, { width, height, density: devicePixelRatio }, image);
}

/** A pointer event on the picture; places are CSS pixels from its upper left corner. */
export function point(
  { find }: MountedViewer,
  type: "pointerdown" | "pointermove" | "pointerup" | "pointerleave",
  place: readonly [x: number, y: number],
  options: PointerEventInit = {},
): void {
  const stage = find(".stage");
  const { left, top } = stage.getBoundingClientRect();
  const [clientX, clientY] = [left + place[0], top + place[1]];
  // A made-up pointer cannot be captured.
  stage.setPointerCapture = () => undefined;
  stage.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      composed: true,
      button: 0,
      pointerId: 1,
      clientX,
      clientY,
      ...options,
    }),
  );
}

export function removeViewers(): void {
  for (const viewer of document.querySelectorAll("eiger-viewer")) viewer.remove();
  document.body.replaceChildren();
}
