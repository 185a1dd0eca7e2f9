import type { MonitorRequestError, MonitorRequestErrorCode } from "../errors.ts";

/** What kind of fault a failed request was: its error's code, and what a status means. */
export type MonitorFaultKind =
  | Exclude<MonitorRequestErrorCode, "HTTP_STATUS">
  /** 401, 403, 405 */
  | "FORBIDDEN"
  /** 400, 404, 410: the control unit does not know the address, or not its version */
  | "UNKNOWN_ADDRESS"
  /** 429, 503 */
  | "BUSY"
  /** Other statuses of 500 and more */
  | "SERVER_ERROR"
  | "UNEXPECTED_STATUS";

/** A request that failed, and when it is repeated. */
export interface MonitorFault {
  readonly error: MonitorRequestError;
  readonly kind: MonitorFaultKind;
  /** Milliseconds; null: it is not repeated. */
  readonly retryIn: number | null;
}

const KINDS: Readonly<Record<number, MonitorFaultKind>> = {
  400: "UNKNOWN_ADDRESS",
  401: "FORBIDDEN",
  403: "FORBIDDEN",
  404: "UNKNOWN_ADDRESS",
  405: "FORBIDDEN",
  410: "UNKNOWN_ADDRESS",
  429: "BUSY",
  503: "BUSY",
};

export function faultKind({ code, status = 0 }: MonitorRequestError): MonitorFaultKind {
  if (code !== "HTTP_STATUS") return code;
  return KINDS[status] ?? (status >= 500 ? "SERVER_ERROR" : "UNEXPECTED_STATUS");
}

const HINTS: Readonly<Partial<Record<MonitorFaultKind, string>>> = {
  DNS: "Is the host's name right, and is there a name server? It is tried again.",
  REFUSED: "It is tried again.",
  NETWORK:
    "Is the control unit on? In a browser: does it, or the bridge, let this page's origin in? It is tried again.",
  TIMEOUT: "The network or the control unit is slow, or something between them is silent. It is tried again.",
  STALLED: "The network or the control unit is slow, or something between them is silent. It is tried again.",
  TOO_LARGE: "Raise the limit bodyBytes if the detector's images are that large.",
  REDIRECT: "Give the address of the monitor itself; no redirect is followed.",
  PROTOCOL: "Is this the address of a monitor? What answers does not speak HTTP as it should.",
  BUSY: "The control unit, or what stands before it, is busy. It is tried again when it wants.",
  UNEXPECTED_STATUS: "Is this the address of a monitor, such as http://HOST/monitor/api/1.8.0?",
};

/** Our bridge's own replies are `{"code": …}`, so that one can tell it from the control unit behind it. */
const BRIDGE_REPLY = /^\{.*"code"\s*:/;
const BEHIND = "The bridge answers, but the control unit behind it does not: is it on? It is tried again.";

/** What can be done about a failed request; undefined: nothing special. */
export function faultHint(error: MonitorRequestError): string | undefined {
  const { status = 0, text = "" } = error;
  if (status >= 502 && status <= 504 && BRIDGE_REPLY.test(text)) return BEHIND;
  return HINTS[faultKind(error)];
}
