import type { BridgeClient } from "./access.ts";
import type { BridgeLimits } from "./limits.ts";
import type { NextClients } from "./nextClients.ts";
import { refuse } from "./refusal.ts";
import { areProven, type Route, readTimeout } from "./routes.ts";
import type { Upstream, UpstreamReply, UpstreamRequest } from "./upstream.ts";
import { type ProvenRequest, upstreamPath } from "./upstreamPath.ts";
import { readWrite } from "./write.ts";

/** A request for a route of the DCU's. */
export interface RelayedRequest {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
  readonly request: Request;
  readonly client: BridgeClient;
}

/** Passes the requests of the closed table on to the DCU, and its answers back. */
export class MonitorRelay {
  readonly #upstream: Upstream;
  readonly #limits: BridgeLimits;
  readonly #nextClients: NextClients;
  readonly #warn: (warning: string) => void;

  constructor(options: {
    readonly upstream: Upstream;
    readonly limits: BridgeLimits;
    readonly nextClients: NextClients;
    /** Told when several clients share what `images/next` gives. */
    readonly warn: (warning: string) => void;
  }) {
    this.#upstream = options.upstream;
    this.#limits = options.limits;
    this.#nextClients = options.nextClients;
    this.#warn = options.warn;
  }

  /**
   * A GET of the table.
   * @throws {EigerMonitorError} with an UPSTREAM_… code of a refusal
   */
  async read(relayed: RelayedRequest): Promise<Response> {
    const { route, parameters, request } = relayed;
    if (!areProven(parameters)) return refuse("NOT_FOUND");
    const timeout = readTimeout(new URL(request.url).searchParams);
    if (route.kind === "waiting" && timeout === "bad") return refuse("BAD_QUERY");
    const proven = { parameters, ...(typeof timeout === "number" && { timeout }) };
    return route.path.endsWith("/next")
      ? this.#next(relayed, proven)
      : passOn(await this.#ask(relayed, proven));
  }

  /**
   * A PUT of the table; the client has shown its token.
   * @throws {EigerMonitorError} with an UPSTREAM_… code of a refusal
   */
  async write({ route, parameters, request, client }: RelayedRequest): Promise<Response> {
    if (!areProven(parameters)) return refuse("NOT_FOUND");
    const { requestBytes, jsonBytes: maxBytes } = this.#limits;
    const proven = await readWrite(request, { route, maxBytes: requestBytes });
    if ("refusal" in proven) return refuse(proven.refusal);
    const path = upstreamPath(route, { parameters });
    const { signal } = client;
    return passOn(await this.#upstream.ask({ path, accept: JSON_TYPE, body: proven.body, maxBytes, signal }));
  }

  /** Each image goes to one client only: one request at a time, and a warning to those who share. */
  async #next(relayed: RelayedRequest, proven: ProvenRequest): Promise<Response> {
    const { client } = relayed;
    if (!this.#nextClients.enter(client)) {
      return refuse("NEXT_PENDING", { "Retry-After": "1", ...this.#sharingWarning() });
    }
    try {
      const reply = await this.#ask(relayed, proven);
      return passOn(reply, this.#sharingWarning());
    } finally {
      this.#nextClients.leave(client);
    }
  }

  /** The header for who shares, who runs the bridge is told too; nothing when there is one client. */
  #sharingWarning(): Readonly<Record<string, string>> {
    const sharing = this.#nextClients.count();
    if (sharing < 2) return {};
    const warning = `images/next is shared by ${sharing} clients: each gets a part of the images`;
    this.#warn(warning);
    return { "Bridge-Warning": warning };
  }

  #ask({ route, client }: RelayedRequest, proven: ProvenRequest): Promise<UpstreamReply> {
    const { imageBytes, jsonBytes, defaultWait } = this.#limits;
    const isImage = route.kind === "image" || route.kind === "waiting";
    const order: UpstreamRequest = {
      path: upstreamPath(route, proven),
      accept: isImage ? "image/tiff, application/tiff" : JSON_TYPE,
      maxBytes: isImage ? imageBytes : jsonBytes,
      wait: route.kind === "waiting" ? (proven.timeout ?? defaultWait) : 0,
      signal: client.signal,
    };
    return this.#upstream.ask(order);
  }
}

const JSON_TYPE = "application/json";

/** Of the DCU's head there are left: status, type, length. */
function passOn(reply: UpstreamReply, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, type, length, body } = reply;
  return new Response(body, {
    status,
    headers: {
      ...headers,
      ...(body !== null && { "Content-Type": type }),
      ...(body !== null && length !== undefined && { "Content-Length": String(length) }),
    },
  });
}
