import type { DecodeError, Fetch, MonitorClient, MonitorRequestError } from "../../src/index.ts";
import type { EngineProblem } from "./engineApi.ts";

const HINTS = {
  offline: "Is the detector control unit on, the address right, and this computer in its network?",
  dcu: "The bridge answers, but the detector control unit behind it does not: is it on?",
  cors: "Open the viewer through the bridge (eiger-monitor serve), or let this page's origin in with its option --origin.",
  policy:
    "The policy of this page (connect-src) does not let it ask this address: open the viewer at its bridge's own address, or name it there.",
  timeout: "The network or the control unit is slow; it is tried again.",
  http: "Is this the address of a monitor, such as http://HOST/monitor/api/1.8.0?",
  refused: "Ask who runs the bridge for access, or open the viewer at the bridge's own address.",
  unsupported: "Is this the address of a monitor, such as http://HOST/monitor/api/1.8.0?",
  decode:
    "The next image is awaited; if none can be read, what the control unit sends is of a kind this viewer does not know.",
  disabled:
    "Enable the monitor: PUT enabled to config/mode, or the viewer's button where the bridge allows it.",
} as const;

/** Statuses with which a bridge says that whom it asked does not answer. */
const GATEWAY_STATUSES: readonly (number | undefined)[] = [502, 503, 504];

interface Asking {
  readonly source: string;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  readonly isForbidden?: ((address: string) => boolean) | undefined;
}

/** A failed request, as a problem. Where a browser does not say why nothing came, asks again. */
export async function requestProblem(error: MonitorRequestError, asking: Asking): Promise<EngineProblem> {
  const { message, status } = error;
  const kind = kindOf(error) ?? (await kindOfSilence(asking));
  const hint = status === 401 || status === 403 || status === 405 ? HINTS.refused : HINTS[kind];
  return { kind, message, hint, ...(status !== undefined && { status }) };
}

/** undefined: a browser's network error, which may be many things. */
function kindOf(error: MonitorRequestError): (keyof typeof HINTS & EngineProblem["kind"]) | undefined {
  const { code, status, text = "" } = error;
  if (code === "HTTP_STATUS") return GATEWAY_STATUSES.includes(status) && saysCode(text) ? "dcu" : "http";
  if (code === "TIMEOUT" || code === "STALLED") return "timeout";
  if (code === "BAD_JSON" || code === "PROTOCOL" || code === "REDIRECT" || code === "TOO_LARGE")
    return "unsupported";
  if (code === "DNS" || code === "REFUSED" || code === "TRUNCATED_BODY") return "offline";
  return undefined;
}

/** Our bridge's own replies are `{"code": …}`; anybody's gateway may say 502. */
function saysCode(text: string): boolean {
  return /^\{.*"code"\s*:/.test(text);
}

/** A page that may not ask, one that may not read the answer, or nobody who answers. */
async function kindOfSilence(asking: Asking): Promise<"policy" | "cors" | "offline"> {
  if (await answersAtAll(asking)) return "cors";
  // The report of a policy comes in a task of its own, after the request has failed; by now it is here.
  return asking.isForbidden?.(asking.source) === true ? "policy" : "offline";
}

/** Does anything answer a request whose answer the page may not read? */
async function answersAtAll({ source, fetch, signal }: Asking): Promise<boolean> {
  try {
    const request = new Request(`${source}/config/mode`, { mode: "no-cors", cache: "no-store" });
    const response = await fetch(request, { signal });
    response.body?.cancel().catch(() => undefined);
    return response.type === "opaque";
  } catch {
    return false;
  }
}

/** An image that could not be read. */
export function decodeProblem(error: DecodeError, imageId: string | null): EngineProblem {
  const message = `${imageId === null ? "an image" : `image ${imageId}`} cannot be read: ${error.code}: ${error.message}`;
  return { kind: "decode", message, hint: HINTS.decode, ...(imageId !== null && { imageId }) };
}

export const DISABLED_PROBLEM: EngineProblem = {
  kind: "monitor-disabled",
  message: "the detector's monitor is disabled, so that it keeps no images",
  hint: HINTS.disabled,
};

/** Is the monitor disabled, by its own word? Whoever does not say is not. */
export async function isDisabled(client: MonitorClient, signal: AbortSignal): Promise<boolean> {
  try {
    return (await client.getConfig("mode", { signal })).value === "disabled";
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
