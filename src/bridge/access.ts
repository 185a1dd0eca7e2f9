import type { RefusalCode } from "./refusal.ts";
import { hasToken } from "./token.ts";

/** Who asks, as the server around the bridge sees it. */
export interface BridgeClient {
  /** IP address. */
  readonly address: string;
  /** Number of the connection; what a client asks over one is never of two programs. */
  readonly connection?: number | undefined;
  /** Aborts when the client has gone, or need not be answered any more. */
  readonly signal?: AbortSignal | undefined;
  /** What the server found wrong with a request that no `Request` can hold: a body in a GET, a target that is no path. */
  readonly flaw?: RefusalCode | undefined;
  /** The request target as it came, for the log. */
  readonly target?: string | undefined;
}

/** Whom the bridge lets in. */
export interface AccessRules {
  /** Values of Host that it answers to, in lower case. */
  readonly hosts: ReadonlySet<string>;
  /** Origins of pages that may use it beside its own. */
  readonly origins: ReadonlySet<string>;
  readonly token: string | undefined;
  /** Does a proxy stand before the bridge, so that every request seems to come from its machine? */
  readonly isBehindProxy: boolean;
}

/** Why the request's host, page or machine is not let in; undefined when it is. */
export function accessRefusal(
  request: Request,
  { client, rules }: { readonly client: BridgeClient; readonly rules: AccessRules },
): RefusalCode | undefined {
  const url = new URL(request.url);
  // A page of another name that resolves to this machine (DNS rebinding) sends that name.
  if (!rules.hosts.has(url.host.toLowerCase())) return "HOST_REFUSED";
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== url.origin && !rules.origins.has(origin)) return "ORIGIN_REFUSED";
  // The viewer's files are for everybody; an image of the detector, which may be gone with that, is not.
  if (!isData(url.pathname)) return undefined;
  if (origin === null && isOfOtherSite(request)) return "FOREIGN_PAGE";
  // A preflight cannot bring the token, and its answer has nothing of the detector's in it.
  if (origin !== null && request.method === "OPTIONS") return undefined;
  // Headers that browsers set keep pages out; a program of another machine sends what it likes.
  const isLocal = !rules.isBehindProxy && isOnThisMachine(client);
  return isLocal || hasToken(request, rules.token) ? undefined : "TOKEN_NEEDED";
}

/** The origin that the reply must name, so that a page of another origin can read it. */
export function foreignOrigin(request: Request, { origins }: AccessRules): string | undefined {
  const origin = request.headers.get("origin") ?? "";
  return origins.has(origin) ? origin : undefined;
}

/** No Origin: a page of our own, an `<img>` or link of any page, or no browser at all. */
function isOfOtherSite({ headers }: Request): boolean {
  return ["cross-site", "same-site"].includes(headers.get("sec-fetch-site") ?? "");
}

function isData(path: string): boolean {
  return ["/monitor/", "/bridge/", "/results/"].some((room) => `${path}/`.startsWith(room));
}

function isOnThisMachine({ address }: BridgeClient): boolean {
  return /^(?:::ffff:)?127\./.test(address) || address === "::1";
}
