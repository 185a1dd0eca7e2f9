import { MonitorRequestError, type MonitorRequestErrorCode } from "../errors.ts";

const CODES: Readonly<Record<string, MonitorRequestErrorCode>> = {
  ENOTFOUND: "DNS",
  EAI_AGAIN: "DNS",
  ECONNREFUSED: "REFUSED",
  UND_ERR_CONNECT_TIMEOUT: "TIMEOUT",
  UND_ERR_HEADERS_TIMEOUT: "TIMEOUT",
  UND_ERR_HEADERS_OVERFLOW: "PROTOCOL",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "TRUNCATED_BODY",
};

const TEXTS: Readonly<Partial<Record<MonitorRequestErrorCode, string>>> = {
  DNS: "its name is not known; is the address right?",
  REFUSED: "nothing listens there; is the detector control unit running?",
  TIMEOUT: "no connection in time",
  PROTOCOL: "the reply is not valid HTTP",
  NETWORK: "the connection failed",
};

/** What a failure below HTTP means. `url` names the request; the platform's own error is kept as `cause`. */
export function networkError(cause: unknown, { url }: { readonly url: string }): MonitorRequestError {
  const code = codeOf(cause);
  const { host } = new URL(url);
  const detail = innermostMessage(cause);
  return new MonitorRequestError(code, `${host}: ${TEXTS[code] ?? code} (${detail})`, { url, cause });
}

function codeOf(error: unknown): MonitorRequestErrorCode {
  for (const { code } of causes(error)) {
    if (code === undefined) continue;
    if (CODES[code] !== undefined) return CODES[code];
    if (code.startsWith("HPE_")) return "PROTOCOL";
  }
  return "NETWORK";
}

function innermostMessage(error: unknown): string {
  const messages = causes(error).map(({ message }) => message);
  const message = messages.findLast((text) => text !== "") ?? "no reason given";
  return message.replace(/\s+/g, " ").trim();
}

/** The chain of causes; an AggregateError (two addresses tried) counts with its first error. */
function causes(error: unknown): readonly { readonly code: string | undefined; readonly message: string }[] {
  const chain: { code: string | undefined; message: string }[] = [];
  let current = error;
  while (current instanceof Error && chain.length < 8) {
    const code = "code" in current && typeof current.code === "string" ? current.code : undefined;
    chain.push({ code, message: current.message });
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return chain;
}
