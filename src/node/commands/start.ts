import { Command } from "commander";
import { serveDcu } from "../dcuServer.ts";
import { interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { type WatchOptions, watchSource } from "../watchSource.ts";
import {
  createDetector,
  type DetectorOptions,
  describeDetector,
  withDetectorOptions,
} from "./detectorOptions.ts";
import { monitorSource, withWatchOptions } from "./watch.ts";

interface StartOptions extends WatchOptions, DetectorOptions {
  readonly source?: string;
}

/** `eiger-monitor start`: the main job, on a simulated detector unless there is a real one. */
export function startCommand(terminal: Terminal): Command {
  const command = new Command("start")
    .description("watch a simulated detector, or a real one")
    .option(
      "--source <url>",
      "address of a real detector's monitor, http://HOST/monitor/api/1.8.0",
      monitorSource,
    );
  return withDetectorOptions(withWatchOptions(command)).action((options: StartOptions) =>
    interruptible((signal) => start(options, { terminal, signal })),
  );
}

async function start(
  options: StartOptions,
  ports: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  const { terminal } = ports;
  if (options.source !== undefined) return watchSource(options.source, { ...options, ...ports });
  const server = await serveDcu(await createDetector(options, { terminal }), { host: "127.0.0.1", port: 0 });
  terminal.say(`${describeDetector(options)}, at ${server.source}`);
  terminal.say("A real one: npm start -- --source URL. To end: Ctrl-C");
  try {
    await watchSource(server.source, { ...options, ...ports });
  } finally {
    await server.close();
  }
}
