import { networkInterfaces } from "node:os";
import { isLoopbackHost } from "../bridge/serveBridge.ts";

/**
 * The address by which people reach a bridge that listens at `url`: the name under which it lets a page of its own in, or an
 * address of this machine where it listens on all of them, which no browser could open.
 */
export function bridgeAddress(
  url: string,
  { origins, behindProxy }: { readonly origins: readonly string[]; readonly behindProxy: boolean },
): string {
  // The proxy's own name comes first.
  if (behindProxy) return origins[0] ?? url;
  const { hostname, port } = new URL(url);
  if (isLoopbackHost(unbracketed(hostname))) return url;
  const named = origins.find((origin) => isOwn(new URL(origin), port));
  return named ?? (isAnyAddress(hostname) ? `http://${ownAddress()}${port && `:${port}`}` : url);
}

/** Any other origin is that of a page which may use the bridge, and must not get its token. */
function isOwn(origin: URL, port: string): boolean {
  return origin.protocol === "http:" && origin.port === port;
}

function isAnyAddress(hostname: string): boolean {
  return hostname === "0.0.0.0" || hostname === "[::]";
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((list = []) => list);
  const outside = all.find(({ family, internal }) => family === "IPv4" && !internal);
  return outside?.address ?? "127.0.0.1";
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
