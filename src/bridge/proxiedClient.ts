import type { BridgeClient } from "./access.ts";

const ADDRESS = /^[0-9A-Fa-f:.]{2,45}$/;

/**
 * The client that the proxy in front of the bridge has seen. The proxy adds its address at the end of X-Forwarded-For; what
 * stands before that may be the client's own invention.
 */
export function proxiedClient({ headers }: Request, client: BridgeClient): BridgeClient {
  const address = (headers.get("x-forwarded-for") ?? "").split(",").at(-1)?.trim() ?? "";
  return ADDRESS.test(address) ? { ...client, address } : client;
}
