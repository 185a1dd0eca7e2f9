import * as v from "valibot";
import { type Fetch, MonitorClient } from "../../src/index.ts";

const settings = v.object({ isWritable: v.boolean() });

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
    return response.ok && v.parse(settings, await response.json()).isWritable;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/**
 * Enables the monitor; the token goes in the header `Authorization: Bearer …`.
 * @throws {MonitorRequestError} HTTP_STATUS 401, 403 when the bridge does not allow it
 */
export async function enableMonitor(
  source: string,
  { fetch, token }: { readonly fetch: Fetch; readonly token: string },
): Promise<void> {
  const withToken: Fetch = (request, init) => {
    const headers = new Headers(request.headers);
    if (token !== "") headers.set("authorization", `Bearer ${token}`);
    return fetch(request, { ...init, headers });
  };
  await new MonitorClient({ source, fetch: withToken }).setConfig("mode", "enabled");
}
