import { onTestFinished } from "vitest";
import type { ViewerFiles } from "../../../src/bridge/index.ts";
import {
  type BridgeServer,
  type ServeBridgeOptions,
  serveBridge,
} from "../../../src/node/bridge/serveBridge.ts";
import { upstreamFetch } from "../../../src/node/bridge/upstreamFetch.ts";
import { serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";
import { type RecordingServer, recordingServer } from "../../support/recordingServer.ts";

/** A token as `serve` makes one up. */
export const TOKEN = "0123456789abcdefghijklmnopqrstuv";

/** A bridge that listens on 127.0.0.1, and what it has said. */
export interface ServedBridge extends BridgeServer {
  readonly log: readonly string[];
  /** `${url}/monitor/api/1.8.0` */
  readonly source: string;
  /** GET of a path below `source`. */
  get(path: string, init?: RequestInit): Promise<Response>;
}

type Options = Partial<ServeBridgeOptions> & Pick<ServeBridgeOptions, "dcu">;

/** A viewer of one file. */
export const SMALL_VIEWER: ViewerFiles = new Map([
  ["/index.html", { bytes: new TextEncoder().encode("<!doctype html>\n"), type: "text/html; charset=utf-8" }],
]);

/** Leads to a DCU over real HTTP; it ends with the test. Its clients may ask as often as they like. */
export async function servedBridge(options: Options): Promise<ServedBridge> {
  const log: string[] = [];
  const server = await serveBridge({
    fetch: upstreamFetch(),
    product: { name: "eiger-monitor", version: "1.2.3" },
    log: (line) => log.push(line),
    ...options,
    limits: { requestsPerSecond: 1e6, requestBurst: 1e6, ...options.limits },
  });
  onTestFinished(() => server.close());
  const source = `${server.url}/monitor/api/1.8.0`;
  return { ...server, log, source, get: (path, init) => fetch(`${source}/${path}`, init) };
}

/** A bridge to a server that counts what it is asked and says `{"value":1}` to everything. */
export async function countedBridge(
  options: Partial<Options> = {},
): Promise<{ readonly bridge: ServedBridge; readonly dcu: RecordingServer }> {
  const headers = { "Content-Type": "application/json" };
  const dcu = await recordingServer(() => ({ headers, body: '{"value":1}' }));
  return { bridge: await servedBridge({ dcu: dcu.url, ...options }), dcu };
}

/** A bridge to a small simulated DCU whose monitor is enabled, and which takes an image when it is told. */
export async function simulatedBridge(
  options: Partial<Options> = {},
  simulated: SimulatedDcuOptions = {},
): Promise<{ readonly bridge: ServedBridge; readonly dcu: SimulatedDcu }> {
  const dcu = new SimulatedDcu({
    model: "eiger2-250k",
    bitDepth: 16,
    pattern: "ramp",
    auto: false,
    ...simulated,
  });
  const server = await serveDcu(dcu);
  onTestFinished(() => server.close());
  const body = JSON.stringify({ value: "enabled" });
  await fetch(`${server.source}/config/mode`, { method: "PUT", body });
  return { bridge: await servedBridge({ dcu: server.url, ...options }), dcu };
}
