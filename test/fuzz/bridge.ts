import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { serveBridge } from "../../src/node/bridge/serveBridge.ts";
import { upstreamFetch } from "../../src/node/bridge/upstreamFetch.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { below, fuzzedRequests } from "./requestMutation.ts";

/** What a run of requests gave. */
export interface BridgeFindings {
  readonly requests: number;
  /** Requests that came to the DCU, all on the table or in `failures`. */
  readonly upstream: number;
  /** How often each status came; 0 for connections on which nothing did. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly failures: readonly string[];
  readonly seconds: number;
}

const TOKEN = "fuzzed-0123456789-abcdefghij";
const CONNECTIONS = 16;
const MOST_FAILURES = 20;
/** Milliseconds after which a connection is given up: half a request is waited for. */
const PATIENCE = 100;

/** Fuzzed raw requests to a bridge before a DCU that holds each request against a table of its own (S28). */
export async function fuzzBridge(options: {
  readonly requests: number;
  readonly seed: number;
  readonly progress: (done: number) => void;
}): Promise<BridgeFindings> {
  const failures: string[] = [];
  const note = (what: string) => {
    if (failures.length < MOST_FAILURES) failures.push(what);
  };
  process.on("unhandledRejection", (reason) => note(`unhandled rejection: ${reason}`));
  process.on("uncaughtException", (error) => note(`uncaught exception: ${error.stack}`));
  const dcu = await countingDcu(note);
  const bridge = await serveBridge({
    dcu: dcu.url,
    fetch: upstreamFetch(),
    token: TOKEN,
    allowWrite: true,
    product: { name: "eiger-monitor", version: "0.0.0" },
    limits: { requestsPerSecond: 1e9, requestBurst: 1e9 },
    log: (line) => {
      if (/[^\x20-\x7e…]/.test(line) || line.includes(TOKEN)) note(`logged: ${JSON.stringify(line)}`);
      if (line.startsWith("defect")) note(line);
    },
  });
  const statuses = new Map<number, number>();
  const started = performance.now();
  let done = 0;
  const client = async (number: number) => {
    const random = new Random(options.seed * CONNECTIONS + number);
    while (done < options.requests && failures.length < MOST_FAILURES) {
      const batch = fuzzedRequests(random, { host: new URL(bridge.url).host, token: TOKEN });
      for (const status of await send(bridge.url, batch, { from: `127.0.0.${1 + below(random, 200)}` })) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      done += batch.length;
      options.progress(done);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => client(number)));
  const { status } = await fetch(`${bridge.url}/monitor/api/1.8.0/status/state`);
  if (status !== 200) note(`afterwards the bridge answers with ${status}`);
  await bridge.close();
  await dcu.close();
  const seconds = (performance.now() - started) / 1000;
  return { requests: done, upstream: dcu.count() - 1, statuses, failures, seconds };
}

/** The statuses that come back over one connection. */
function send(
  url: string,
  batch: readonly string[],
  { from }: { readonly from: string },
): Promise<readonly number[]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  let received = "";
  const statuses = () => [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  const patience = setTimeout(() => socket.destroy(), PATIENCE);
  socket.on("connect", () => socket.write(Buffer.from(batch.join(""), "latin1")));
  socket.on("error", () => undefined);
  socket.on("data", (piece: Buffer) => {
    received += piece.toString("latin1");
    if (statuses().length >= batch.length) socket.destroy();
  });
  return new Promise((resolve) => {
    socket.once("close", () => {
      clearTimeout(patience);
      const found = statuses();
      resolve(found.length === 0 ? [0] : found);
    });
  });
}

const API = "/monitor/api/\\d\\.\\d\\.\\d";
const KEYS = "(?:state|error|buffer_fill_level|buffer_free|dropped|monitor_image_number|next_image_number)";

/** Written out by hand, so that a mistake in the bridge's table is not one here. */
const ALLOWED: readonly RegExp[] = [
  /^GET \/monitor\/api\/version $/,
  new RegExp(`^GET ${API}/images/ $`),
  new RegExp(`^GET ${API}/images/(?:next|monitor)(?:\\?timeout=(?:\\d{1,4}|10000))? $`),
  new RegExp(`^GET ${API}/images/\\d{1,10}/\\d{1,10}(?:/\\d{1,2})? $`),
  new RegExp(`^GET ${API}/config/(?:mode|buffer_size|discard_new) $`),
  new RegExp(`^GET ${API}/status/${KEYS} $`),
  new RegExp(`^PUT ${API}/config/mode \\{"value":"(?:enabled|disabled)"\\}$`),
  new RegExp(`^PUT ${API}/config/buffer_size \\{"value":\\d+\\}$`),
  new RegExp(`^PUT ${API}/config/discard_new \\{"value":(?:true|false)\\}$`),
  new RegExp(`^PUT ${API}/command/clear $`),
  /^GET \/detector\/api\/version $/,
  /^GET \/detector\/api\/1\.8\.0\/config\/(?:beam_center_[xy]|detector_distance|wavelength|photon_energy|[xy]_pixel_size|threshold\/2\/mode) $/,
];

const HEADERS: readonly string[] = [
  "accept",
  "accept-encoding",
  "connection",
  "content-length",
  "content-type",
  "host",
];

/** A DCU that notes every request that is on no line of the table above, or brings a header of the client's. */
async function countingDcu(note: (what: string) => void) {
  let count = 0;
  const server = createServer(async (incoming, outgoing) => {
    count += 1;
    const request = `${incoming.method} ${incoming.url} ${await text(incoming)}`;
    const headers = foreignHeaders(incoming);
    if (!ALLOWED.some((pattern) => pattern.test(request))) note(`off the table: ${JSON.stringify(request)}`);
    if (headers.length > 0) note(`with headers ${headers.join()}: ${JSON.stringify(request)}`);
    outgoing.writeHead(200, { "Content-Type": "application/json" }).end('{"value":"1.8.0"}');
  });
  server.on("clientError", (error: NodeJS.ErrnoException) => {
    // A client that goes away ends the bridge's request.
    if (error.code !== "ECONNRESET") note(`no HTTP at the DCU: ${error.message}`);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, count: () => count, close };
}

function foreignHeaders({ headers }: IncomingMessage): readonly string[] {
  return Object.keys(headers).filter((name) => !HEADERS.includes(name));
}
