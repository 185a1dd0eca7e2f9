/** What came by message, proven: nothing of it is used that was not looked at here. */

/** Commands that are settings, and the fields of a link that each may have. */
const SETTINGS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["load", ["source", "mode"]],
  ["view", ["x", "y", "zoom", "fit"]],
  ["levels", ["levels", "auto", "scale", "colours", "binning", "masked", "saturated"]],
  ["rings", ["rings", "resolutions", "ice"]],
  ["geometry", ["geometry", "beam", "distance", "wavelength", "pixel"]],
  ["threshold", ["threshold"]],
]);
const OWN_FIELDS: readonly string[] = ["eiger-viewer", "command", "request"];
const LONGEST_TEXT = 2048;
const LONGEST_LIST = 50;
const FILES = ["png", "tiff", "npy"] as const;

/** What is to be done. Settings are a link's text, which is proven field by field when it is read. */
export type Order =
  | { readonly kind: "listen" | "pause" | "resume" }
  | { readonly kind: "step"; readonly by: number }
  | { readonly kind: "seek"; readonly image: string | number }
  | { readonly kind: "pixel"; readonly x: number; readonly y: number }
  | { readonly kind: "save"; readonly as: (typeof FILES)[number] }
  | { readonly kind: "settings"; readonly text: string }
  /** It is none: why, in words. */
  | { readonly kind: "bad"; readonly code: "BAD_COMMAND" | "BAD_VALUE"; readonly why: string };

/** A command, or undefined: it is none of ours. */
export function readCommand(
  data: unknown,
): { readonly request: string | number | null; readonly order: Order } | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const message = data as Readonly<Record<string, unknown>>;
  if (message["eiger-viewer"] !== 1 || !Object.hasOwn(message, "command")) return undefined;
  const { request } = message;
  const isRequest = typeof request === "number" || (typeof request === "string" && request.length <= 64);
  return { request: isRequest ? request : null, order: readOrder(message) };
}

function readOrder(message: Readonly<Record<string, unknown>>): Order {
  const { command, by, image, x, y, as } = message;
  const fields = SETTINGS.get(command);
  if (fields !== undefined) return readSettings(message, fields);
  if (command === "listen" || command === "pause" || command === "resume") return { kind: command };
  if (command === "step") return isWhole(by) ? { kind: command, by } : wrong("by");
  if (command === "seek") return isImage(image) ? { kind: command, image } : wrong("image");
  if (command === "pixel") return isWhole(x) && isWhole(y) ? { kind: command, x, y } : wrong("x, y");
  if (command !== "save") return { kind: "bad", code: "BAD_COMMAND", why: "there is no such command" };
  const file = FILES.find((name) => name === as);
  return file === undefined ? wrong("as") : { kind: command, as: file };
}

function readSettings(message: Readonly<Record<string, unknown>>, known: readonly string[]): Order {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(message)) {
    if (OWN_FIELDS.includes(name)) continue;
    const written = known.includes(name) ? textOf(value) : undefined;
    if (written === undefined) return wrong(name);
    text.set(name, written);
  }
  return { kind: "settings", text: text.toString() };
}

/** As links have it. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.length <= LONGEST_TEXT ? value : undefined;
  if (!Array.isArray(value) || value.length > LONGEST_LIST) return undefined;
  return value.every((item) => typeof item === "number") ? value.join() : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isImage(value: unknown): value is string | number {
  return isWhole(value) || (typeof value === "string" && /^\d{1,10}_\d{1,10}$/.test(value));
}

function wrong(fields: string): Order {
  return { kind: "bad", code: "BAD_VALUE", why: `not understood: ${fields.slice(0, 64)}` };
}
