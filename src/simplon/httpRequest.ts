import ky from "ky";
import { isEigerMonitorError, MonitorRequestError } from "../errors.ts";
import { chunks } from "./bodyReader.ts";
import { networkError } from "./networkError.ts";
import type { RequestGuard } from "./requestGuard.ts";

/** The part of `fetch` that is used. */
export type Fetch = (input: Request, init?: RequestInit) => Promise<Response>;

/** One HTTP request, through ky without its retries, exceptions and time limits: those are ours. */
export async function httpRequest(
  url: string,
  options: {
    readonly fetch: Fetch;
    readonly guard: RequestGuard;
    readonly method?: "GET" | "PUT";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
): Promise<Response> {
  const { fetch, guard, method = "GET", headers, body } = options;
  const response = await guard.race(
    ky(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      retry: 0,
      throwHttpErrors: false,
      timeout: false,
      redirect: "manual",
      cache: "no-store",
      // The guard's own signal, handed straight to fetch: ky would derive another one from it.
      fetch: (request, init) => fetch(request as Request, { ...init, signal: guard.signal }),
    }).catch((cause) => {
      throw isEigerMonitorError(cause) || guard.signal.aborted ? cause : networkError(cause, { url });
    }),
  );
  if (isRedirect(response)) {
    response.body?.cancel().catch(() => undefined);
    throw redirect(url, response.status, response.headers.get("location") ?? undefined);
  }
  return response;
}

/** A redirect is refused: a control unit sends none, and what it would lead to is not the detector. */
export function redirect(url: string, status: number, location: string | undefined): MonitorRequestError {
  const target = location === undefined ? "elsewhere" : JSON.stringify(location.slice(0, 200));
  return new MonitorRequestError("REDIRECT", `${url}: redirected to ${target}, which is refused`, {
    url,
    status,
  });
}

function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || [301, 302, 303, 307, 308].includes(response.status);
}

/** Characters kept of an error page. */
const ERROR_TEXT_BYTES = 1024;

/** The beginning of a reply's text, for people; the rest is not waited for, and may never come. */
export async function readErrorText(
  response: Response,
  options: { readonly guard: RequestGuard; readonly url: string; readonly stallTimeout: number },
): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const bounds = { ...options, maxBodyBytes: ERROR_TEXT_BYTES, bodyTimeout: options.stallTimeout };
  try {
    for await (const chunk of chunks(response, bounds)) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= ERROR_TEXT_BYTES) break;
    }
  } catch (error) {
    // The status has been said; a page that is cut or stalls takes nothing from it.
    if (!isEigerMonitorError(error, "MonitorRequestError")) throw error;
  }
  return errorText(parts);
}

/** Bytes as one line that is safe to print. */
export function errorText(parts: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(parts.flatMap((part) => [...part.subarray(0, ERROR_TEXT_BYTES)]));
  const text = new TextDecoder().decode(bytes.subarray(0, ERROR_TEXT_BYTES));
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim();
}
