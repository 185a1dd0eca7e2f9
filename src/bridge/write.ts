import type { RefusalCode } from "./refusal.ts";
import type { Route } from "./routes.ts";

/** The body for the DCU, made anew, or why there is none. */
export type ProvenBody = { readonly body: string } | { readonly refusal: RefusalCode };

/** What each key takes (SIMPLON API reference 1.8, section 5). */
const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  mode: (value) => value === "enabled" || value === "disabled",
  buffer_size: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) < 2 ** 31,
  discard_new: (value) => typeof value === "boolean",
};

/** Reads what a client writes: JSON of its length, its type and its one member. */
export async function readWrite(
  request: Request,
  { route, maxBytes }: { readonly route: Route; readonly maxBytes: number },
): Promise<ProvenBody> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(?:; *charset=utf-8)?$/i.test(type)) return { refusal: "JSON_NEEDED" };
  const text = await readText(request, maxBytes);
  if (text === undefined) return { refusal: "TOO_LARGE" };
  const value = readMembers(text);
  if (route.kind === "command") {
    const isEmpty = text === "" || (value !== undefined && Object.keys(value).length === 0);
    return isEmpty ? { body: "" } : { refusal: "BAD_BODY" };
  }
  const key = route.path.split("/").at(-1) ?? "";
  const isProven =
    value !== undefined && Object.keys(value).join() === "value" && VALUES[key]?.(value["value"]) === true;
  return isProven ? { body: JSON.stringify({ value: value["value"] }) } : { refusal: "BAD_BODY" };
}

/** Undefined when it is longer than `maxBytes`; the rest is not read then. */
async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > maxBytes) return undefined;
    parts.push(part);
  }
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
}

function readMembers(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
