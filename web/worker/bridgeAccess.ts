import * as v from "valibot";
import { EigerMonitorError, type Fetch, isEigerMonitorError, MonitorClient } from "../../src/index.ts";

const info = v.object({ isWritable: v.boolean() });

/**
 * Does the bridge let its clients write? By its route `/bridge/info` on the source's own host; who has none does not.
 * @throws the signal's reason
 */
export async function fetchWritable(
  source: string,
  { fetch, signal }: { readonly fetch: Fetch; readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    const request = new Request(new URL("/bridge/info", source), { cache: "no-store" });
    const response = await fetch(request, { signal });
    return response.ok && v.parse(info, await response.json()).isWritable;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/**
 * Enables the monitor.
 * @throws {EigerMonitorError} BAD_TOKEN
 * @throws {MonitorRequestError} HTTP_STATUS 403 when the bridge does not allow it
 */
export async function enableMonitor(
  source: string,
  { fetch, token }: { readonly fetch: Fetch; readonly token: string },
): Promise<void> {
  const client = new MonitorClient({ source, fetch: withToken(fetch, token) });
  try {
    await client.setConfig("mode", "enabled");
  } catch (error) {
    throw isUnauthorized(error)
      ? new EigerMonitorError("BAD_TOKEN", "This token is not the bridge's")
      : error;
  }
}

function isUnauthorized(error: unknown): boolean {
  return isEigerMonitorError(error, "MonitorRequestError") && "status" in error && error.status === 401;
}

/** A fetch that shows the bridge's token, in the header `Authorization: Bearer …`; without one, fetch as it is. */
export function withToken(fetch: Fetch, token = ""): Fetch {
  if (token === "") return fetch;
  return (request, init) => {
    const headers = new Headers(init?.headers ?? request.headers);
    headers.set("authorization", `Bearer ${token}`);
    return fetch(request, { ...init, headers });
  };
}
