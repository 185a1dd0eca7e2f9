import { Command } from "commander";
import { SimulatedDcu } from "../../simulator/index.ts";
import { serveDcu } from "../dcuServer.ts";
import { interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { watchSource } from "../watchSource.ts";
import { type WatchOptions, withWatchOptions } from "./watch.ts";

/** `eiger-monitor start`: the main job, on a simulated detector unless there is a real one. */
export function startCommand(terminal: Terminal): Command {
  const command = new Command("start")
    .description("watch a simulated detector (EIGER2 4M, 32 bits, 10 images a second), or a real one")
    .option("--source <url>", "address of a real detector's monitor, http://HOST/monitor/api/1.8.0");
  return withWatchOptions(command).action((options: WatchOptions & { readonly source?: string }) =>
    interruptible((signal) => start({ ...options, terminal, signal })),
  );
}

async function start(
  options: WatchOptions & {
    readonly source?: string;
    readonly terminal: Terminal;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { source, terminal } = options;
  if (source !== undefined) return watchSource(source, options);
  const server = await serveDcu(new SimulatedDcu(), { host: "127.0.0.1", port: 0 });
  terminal.say(`Simulated detector at ${server.source}`);
  terminal.say("A real one: npm start -- --source URL. To end: Ctrl-C");
  try {
    await watchSource(server.source, options);
  } finally {
    await server.close();
  }
}
