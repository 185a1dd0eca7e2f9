import { MonitorRequestError } from "../errors.ts";
import { freshBuffers } from "./bodyBuffer.ts";
import { readBody } from "./bodyReader.ts";
import type { Clock } from "./clock.ts";
import { type Fetch, httpRequest, readErrorText } from "./httpRequest.ts";
import type { MonitorLimits } from "./limits.ts";
import { RequestGuard } from "./requestGuard.ts";
import { retryAfter } from "./retryAfter.ts";

/**
 * One request for JSON, with a time limit for all of it. An empty body is `undefined`.
 * @throws {MonitorRequestError} HTTP_STATUS for anything but 200, BAD_JSON (GET only), and what a transport throws; the signal's
 * reason when it aborts.
 */
export async function jsonRequest(
  url: string,
  options: {
    readonly fetch: Fetch;
    readonly clock: Clock;
    readonly limits: MonitorLimits;
    readonly signal: AbortSignal | undefined;
    readonly method?: "GET" | "PUT";
    /** Sent as `{"value": …}`. */
    readonly value?: unknown;
  },
): Promise<unknown> {
  const { fetch, clock, limits, signal, method = "GET" } = options;
  const { jsonTimeout, jsonBytes: maxBodyBytes } = limits;
  const guard = new RequestGuard({ signal, clock });
  try {
    guard.limit("json", jsonTimeout, () => {
      return new MonitorRequestError("TIMEOUT", `${url}: no complete answer within ${jsonTimeout} ms`, {
        url,
      });
    });
    const body = "value" in options ? JSON.stringify({ value: options.value }) : undefined;
    const headers = {
      accept: "application/json",
      ...(method === "PUT" && { "content-type": "application/json" }),
    };
    const response = await httpRequest(url, {
      fetch,
      guard,
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    const bounds = { url, guard, maxBodyBytes, stallTimeout: jsonTimeout, bodyTimeout: jsonTimeout };
    if (response.status !== 200) {
      const text = await readErrorText(response, bounds);
      const header = (name: string) => response.headers.get(name) ?? undefined;
      throw unexpectedStatus(url, { status: response.status, text, header, wallTime: clock.wallTime() });
    }
    const { bytes } = await readBody(response, { ...bounds, buffers: freshBuffers });
    return method === "PUT" ? looseJson(bytes) : parseJson(bytes, url);
  } finally {
    guard.dispose();
  }
}

/** The error of a status that is no answer to what was asked. */
export function unexpectedStatus(
  url: string,
  reply: { status: number; text: string; header: (name: string) => string | undefined; wallTime: number },
): MonitorRequestError {
  const { status, text } = reply;
  const wait = retryAfter(reply.header("retry-after"), { wallTime: reply.wallTime });
  return new MonitorRequestError(
    "HTTP_STATUS",
    `${url}: status ${status}${text === "" ? "" : ` (${text.slice(0, 200)})`}`,
    {
      url,
      status,
      text,
      ...(wait !== undefined && { retryAfter: wait }),
    },
  );
}

/** A PUT has succeeded by its status; what firmware writes beside it ("", "OK", {}, a list) is of interest only if JSON. */
function looseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function parseJson(bytes: Uint8Array, url: string): unknown {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badJson(url, { problem: `it begins with ${JSON.stringify(text.slice(0, 60))}`, cause });
  }
}

/** The error of a reply that is not the JSON that was asked for. */
export function badJson(
  url: string,
  { problem, cause }: { problem: string; cause?: unknown },
): MonitorRequestError {
  return new MonitorRequestError("BAD_JSON", `${url}: not the JSON that was expected: ${problem}`, {
    url,
    ...(cause !== undefined && { cause }),
  });
}
