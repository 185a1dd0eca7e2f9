import { Hono } from "hono";
import { isEigerMonitorError } from "../errors.ts";
import { type AccessRules, accessRefusal, type BridgeClient, foreignOrigin } from "./access.ts";
import { BridgeLog } from "./bridgeLog.ts";
import { type BridgeOptions, readRules } from "./bridgeOptions.ts";
import { bridgeClock } from "./clock.ts";
import { readDcuAddress } from "./dcuAddress.ts";
import { dress } from "./dress.ts";
import { GeometryReader, readVersion } from "./geometry.ts";
import { DEFAULT_BRIDGE_LIMITS } from "./limits.ts";
import { MonitorRelay } from "./monitorRelay.ts";
import { NextClients } from "./nextClients.ts";
import { allowHeader, answerOptions } from "./preflight.ts";
import { proxiedClient } from "./proxiedClient.ts";
import { RateLimit } from "./rateLimit.ts";
import { isRefusalCode, type RefusalCode, refuse } from "./refusal.ts";
import { isPlainTarget } from "./requestTarget.ts";
import { ResultsReplies } from "./resultsReplies.ts";
import { BRIDGE_ROUTES, type Route } from "./routes.ts";
import { hasToken } from "./token.ts";
import { Upstream } from "./upstream.ts";
import { answerFramedPage, answerViewer } from "./viewerFile.ts";

interface Bindings {
  readonly client: BridgeClient;
}

/** Nobody is known to be on this machine unless the server says so. */
const STRANGER: BridgeClient = { address: "unknown" };

/**
 * Leads pages in a browser to one detector control unit: a fetch handler with a closed table of routes. A request is
 * matched against the table, its parameters are proven, and the request to the DCU is made anew from them; nothing is
 * forwarded. It serves the viewer too, so that a page and its images come from one origin.
 */
export class Bridge {
  readonly #app: Hono<{ Bindings: Bindings }>;
  readonly #options: BridgeOptions;
  readonly #rules: AccessRules;
  readonly #upstream: Upstream;
  readonly #relay: MonitorRelay;
  readonly #geometry: GeometryReader;
  readonly #results: ResultsReplies;
  readonly #rate: RateLimit;
  readonly #log: BridgeLog;

  /** @throws {EigerMonitorError} BAD_SOURCE, BAD_ORIGIN, BRIDGE_TOKEN: an option that is none */
  constructor(options: BridgeOptions) {
    const { clock = bridgeClock, log: print = () => undefined, fetch } = options;
    const limits = { ...DEFAULT_BRIDGE_LIMITS, ...options.limits };
    this.#options = options;
    this.#rules = readRules(options);
    this.#log = new BridgeLog({ clock, print });
    this.#rate = new RateLimit({ clock, ...limits });
    this.#upstream = new Upstream({ origin: readDcuAddress(options.dcu), fetch, clock, limits });
    this.#geometry = new GeometryReader(this.#upstream, { clock });
    this.#results = new ResultsReplies(options.results, { clock, limits });
    this.#relay = new MonitorRelay({
      upstream: this.#upstream,
      limits,
      nextClients: new NextClients(clock),
      warn: (warning) => this.#log.say(`warning: ${warning}`),
    });
    this.#app = this.#createApp();
  }

  /** Answers one request; never rejects. A server says who asks, else the client is taken for one of another machine. */
  async fetch(request: Request, seen: BridgeClient = STRANGER): Promise<Response> {
    const client = this.#rules.isBehindProxy ? proxiedClient(request, seen) : seen;
    const reply = await this.#answer(request, client).catch((error: unknown) => this.#fail(error, client));
    this.#report(reply, request, client);
    return dress(reply, { origin: foreignOrigin(request, this.#rules) });
  }

  async #answer(request: Request, client: BridgeClient): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (!this.#rate.take(client.address)) return refuse("TOO_MANY_REQUESTS", { "Retry-After": "1" });
    if (client.flaw !== undefined) return refuse(client.flaw, allowHeader(READ));
    if (!isPlainTarget(pathname + search)) return refuse("BAD_TARGET");
    const refusal = accessRefusal(request, { client, rules: this.#rules });
    return refusal === undefined ? this.#app.fetch(request, { client }) : refuse(refusal, HEADERS[refusal]);
  }

  /** hono finds the row; what is in it is ours. It takes HEAD for GET in finding, which is why `all` is used. */
  #createApp(): Hono<{ Bindings: Bindings }> {
    const app = new Hono<{ Bindings: Bindings }>({ getPath: (request) => new URL(request.url).pathname });
    for (const route of BRIDGE_ROUTES) {
      for (const path of [route.path, `${route.path}/`]) {
        app.all(path, (context) => {
          return this.#answerRoute(route, context.req.param(), context.req.raw, context.env.client);
        });
      }
    }
    app.notFound((context) => this.#answerViewer(context.req.raw));
    app.onError((error) => {
      throw error;
    });
    return app;
  }

  async #answerRoute(
    route: Route,
    parameters: Readonly<Record<string, string>>,
    request: Request,
    client: BridgeClient,
  ): Promise<Response> {
    const { allowWrite = false, token } = this.#options;
    const methods = methodsOf(route, { allowWrite });
    const answered = this.#answerMethod(request, methods);
    if (answered !== undefined) return answered;
    const relayed = { route, parameters, request, client };
    if (request.method === "PUT") {
      return hasToken(request, token) ? this.#relay.write(relayed) : refuse("TOKEN_NEEDED", CHALLENGE);
    }
    if (route.kind === "results") return this.#results.answer(route, client);
    if (route.path === "/bridge/info") return json(await this.#info());
    return route.kind === "own" ? json(await this.#readGeometry()) : this.#relay.read(relayed);
  }

  /** OPTIONS, and every method that there is not. */
  #answerMethod(request: Request, methods: readonly string[]): Response | undefined {
    if (request.method === "OPTIONS") {
      return answerOptions(request, {
        methods,
        isForeign: foreignOrigin(request, this.#rules) !== undefined,
      });
    }
    return methods.includes(request.method) ? undefined : refuse("METHOD_NOT_ALLOWED", allowHeader(methods));
  }

  /** Beside the geometry, which every page asks for: are there results to ask for? */
  async #readGeometry(): Promise<object> {
    const { results } = this.#options;
    const geometry = await this.#geometry.read();
    return results === undefined ? geometry : { ...geometry, results: { value: 1, unit: "" } };
  }

  async #info(): Promise<object> {
    const { product, allowWrite = false } = this.#options;
    // A DCU that is away is no reason to say nothing of the bridge.
    const reply = await this.#upstream.json("/monitor/api/version").catch(() => undefined);
    const apiVersion = readVersion(reply);
    const { name, version } = product;
    return {
      product: name,
      version,
      isWritable: allowWrite,
      ...(apiVersion !== undefined && { apiVersion }),
    };
  }

  #answerViewer(request: Request): Response {
    const reply = this.#viewerFile(new URL(request.url).pathname);
    if (reply === undefined) return refuse("NOT_FOUND");
    return this.#answerMethod(request, READ) ?? reply;
  }

  #viewerFile(path: string): Response | undefined {
    const { viewer } = this.#options;
    const { origins } = this.#rules;
    const isFramed = origins.size > 0 && (path === "/" || path === "/index.html");
    return (isFramed ? answerFramedPage(viewer, [...origins]) : undefined) ?? answerViewer(path, viewer);
  }

  #fail(error: unknown, client: BridgeClient): Response {
    if (client.signal?.aborted) return refuse("STOPPING");
    if (isEigerMonitorError(error) && isRefusalCode(error.code)) return refuse(error.code);
    this.#log.say(`defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return refuse("INTERNAL");
  }

  /** A line for every refusal and failure: who, what, why. Nothing of a query, which may hold a token, and no body. */
  #report(reply: Response, request: Request, { address, target }: BridgeClient): void {
    const code = reply.headers.get("Bridge-Code");
    if (code === null) return;
    const [path = ""] = (target ?? new URL(request.url).pathname).split("?");
    this.#log.say(`${address} ${request.method} ${path} ${reply.status} ${code}`);
  }
}

const READ: readonly string[] = ["GET"];
const CHALLENGE = { "WWW-Authenticate": "Bearer" };
/** What a refusal to let in says beside its code. */
const HEADERS: Readonly<Partial<Record<RefusalCode, Readonly<Record<string, string>>>>> = {
  // A page that was not let in may learn that somebody is here, so that it can tell its user so; it can read nothing.
  FOREIGN_PAGE: { "Cross-Origin-Resource-Policy": "cross-origin" },
  TOKEN_NEEDED: CHALLENGE,
};

/** A command is written only. */
function methodsOf(
  { kind, isWritable }: Route,
  { allowWrite }: { readonly allowWrite: boolean },
): readonly string[] {
  return [...(kind === "command" ? [] : READ), ...(isWritable && allowWrite ? ["PUT"] : [])];
}

function json(value: unknown): Response {
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  return new Response(`${JSON.stringify(value)}\n`, { headers });
}
