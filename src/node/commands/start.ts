import { Command } from "commander";
import type { UpstreamFetch } from "../../bridge/index.ts";
import { readMonitorAddress } from "../../simplon/monitorAddress.ts";
import { simulatedUpstream } from "../bridge/simulatedUpstream.ts";
import { upstreamFetch } from "../bridge/upstreamFetch.ts";
import { serveDcu } from "../dcuServer.ts";
import { interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { type WatchOptions, watchSource } from "../watchSource.ts";
import { type BridgeCommandOptions, openBridge, withBridgeOptions } from "./bridgeOptions.ts";
import {
  createDetector,
  type DetectorOptions,
  describeDetector,
  withDetectorOptions,
} from "./detectorOptions.ts";
import { monitorSource, withWatchOptions } from "./watch.ts";

interface StartOptions extends WatchOptions, DetectorOptions, BridgeCommandOptions {
  readonly source?: string;
}

interface Ports {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** `eiger-monitor start`: the main job, on a simulated detector unless there is a real one. */
export function startCommand(terminal: Terminal): Command {
  const command = new Command("start")
    .description("watch a detector and serve its viewer; a simulated one unless there is a real one")
    .option(
      "--source <url>",
      "address of a real detector's monitor, http://HOST/monitor/api/1.8.0",
      monitorSource,
    );
  return withDetectorOptions(withBridgeOptions(withWatchOptions(command))).action((options: StartOptions) =>
    interruptible((signal) => start(options, { terminal, signal })),
  );
}

async function start(options: StartOptions, ports: Ports): Promise<void> {
  const { source } = options;
  if (source !== undefined)
    return watchAndServe(source, { options, fetch: upstreamFetch(), ports, lines: [] });
  const detector = await createDetector(options, ports);
  const server = await serveDcu(detector);
  const lines = [
    `${describeDetector(options)}, at ${server.source}`,
    "A real one: npm start -- --source URL. To end: Ctrl-C",
  ];
  try {
    await watchAndServe(server.source, { options, fetch: simulatedUpstream(detector), ports, lines });
  } finally {
    await server.close();
  }
}

/** The viewer looks at the newest image and leaves the others to the line beneath. */
async function watchAndServe(
  source: string,
  {
    options,
    fetch,
    ports,
    lines,
  }: { options: StartOptions; fetch: UpstreamFetch; ports: Ports; lines: readonly string[] },
): Promise<void> {
  const dcu = new URL(readMonitorAddress(source).source).origin;
  const bridge = await openBridge(options, { dcu, fetch, ...ports });
  const { page, newToken } = bridge;
  const token = newToken === undefined ? [] : [`Token: ${newToken}`];
  for (const line of [`Viewer: ${page}`, ...token, ...lines]) ports.terminal.say(line);
  try {
    await watchSource(source, { ...options, ...ports });
  } finally {
    await bridge.close();
  }
}
