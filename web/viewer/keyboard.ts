/** The keys of a viewer: one table, for the listener and for the help that lists it. */
import type { FaceActions } from "./actions.ts";
import type { FaceState } from "./model.ts";

/** What keys do beyond the actions. */
export interface KeyActions {
  readonly actions: FaceActions;
  face(): FaceState;
  savePicture(): void;
  showHelp(): void;
  /** Esc: what is open is closed. Was there something? */
  dismiss(): boolean;
}

export interface KeyBinding {
  /** As `KeyboardEvent.key` has them; letters as typed. */
  readonly keys: readonly string[];
  /** As the help prints them. */
  readonly shown: string;
  readonly does: string;
  readonly run: (target: KeyActions, event: KeyboardEvent) => void;
}

/** CSS pixels that Shift and an arrow move the view. */
const PAN = 80;
/** Pixels that a pinned cursor moves with Shift. */
const STRIDE = 10;

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export const KEY_BINDINGS: readonly KeyBinding[] = [
  { keys: [" "], shown: "Space", does: "Pause, resume", run: ({ actions }) => actions.togglePause() },
  { keys: [","], shown: ", or ←", does: "One image back", run: ({ actions }) => actions.step(-1) },
  { keys: ["."], shown: ". or →", does: "One image forward", run: ({ actions }) => actions.step(1) },
  { keys: ["End"], shown: "End", does: "Back to live", run: ({ actions }) => actions.goLive() },
  { keys: ["+", "="], shown: "+", does: "Zoom in", run: ({ actions }) => actions.zoomBy(1.5) },
  { keys: ["-", "−"], shown: "−", does: "Zoom out", run: ({ actions }) => actions.zoomBy(1 / 1.5) },
  { keys: ["0"], shown: "0", does: "Fit the whole frame", run: ({ actions }) => actions.fit() },
  { keys: ["1"], shown: "1", does: "One to one", run: ({ actions }) => actions.oneToOne() },
  { keys: Object.keys(ARROWS), shown: "Shift + arrows", does: "Move the view", run: arrow },
  { keys: ["a"], shown: "a", does: "Auto levels once", run: ({ actions }) => actions.autoOnce() },
  {
    keys: ["A"],
    shown: "Shift + a",
    does: "Levels follow, or are locked",
    run: ({ actions }) => actions.toggleLock(),
  },
  { keys: ["l"], shown: "l", does: "Linear, sqrt, log, HDR", run: ({ actions }) => actions.cycleScale() },
  { keys: ["i"], shown: "i", does: "Invert", run: ({ actions }) => actions.invert() },
  { keys: ["m"], shown: "m", does: "Mark masked pixels, or not", run: ({ actions }) => actions.toggleMask() },
  { keys: ["r"], shown: "r", does: "Resolution rings", run: ({ actions }) => actions.toggleRings() },
  { keys: ["w"], shown: "w", does: "Ice rings", run: ({ actions }) => actions.toggleIce() },
  { keys: ["z"], shown: "z", does: "Loupe", run: ({ actions }) => actions.toggleLoupe() },
  {
    keys: ["c"],
    shown: "c",
    does: "Pin the cursor; arrows then move it",
    run: ({ actions }) => actions.togglePin(),
  },
  { keys: ["t"], shown: "t", does: "Next threshold", run: ({ actions }) => actions.nextThreshold() },
  { keys: ["s"], shown: "s", does: "Save the picture", run: (target) => target.savePicture() },
  { keys: ["?"], shown: "?", does: "This list", run: (target) => target.showHelp() },
];

/** Arrows move the pinned cursor when there is one; else, with Shift, the view; else through time. */
function arrow({ actions, face }: KeyActions, event: KeyboardEvent): void {
  const [right, down] = ARROWS[event.key] ?? [0, 0];
  if (face().pinned !== null) {
    const stride = event.shiftKey ? STRIDE : 1;
    actions.movePinned(right * stride, down * stride);
  } else if (event.shiftKey) actions.panBy([-right * PAN, -down * PAN]);
  else if (right !== 0) actions.step(right);
}

/** Acts on a key unless it belongs to a field, to the browser, or to whoever took it before. Tab is never taken. */
export function handleKey(event: KeyboardEvent, target: KeyActions): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const from = event.composedPath()[0];
  if (event.key === "Escape") {
    if (target.dismiss()) event.preventDefault();
    return;
  }
  if (from instanceof Element && belongsTo(from, event.key)) return;
  const binding = KEY_BINDINGS.find(({ keys }) => keys.includes(event.key));
  if (binding === undefined) return;
  event.preventDefault();
  binding.run(target, event);
}

/** Has this element a use of its own for the key? */
function belongsTo(element: Element, key: string): boolean {
  if (element.matches('input[type="text"], input[type="url"], input[type="password"], select, textarea'))
    return true;
  const isArrow = key.startsWith("Arrow") || key === "Home" || key === "End";
  if (isArrow) return element.matches('input, [role="slider"], [role="tab"], pre');
  // A radio button that is chosen has no use for Space.
  if (key === " " && element.matches('[type="radio"]:checked')) return false;
  return (key === " " || key === "Enter") && element.matches("button, input, summary, a, pre");
}
