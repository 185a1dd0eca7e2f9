import { Command, InvalidArgumentError, Option } from "commander";
import { interruptible } from "../interruption.ts";
import { type RunOptions, runPool } from "../pool/runPool.ts";
import type { Terminal } from "../terminal.ts";
import { wholeNumber } from "./detectorOptions.ts";
import { monitorSource } from "./watch.ts";

/** More would be a mistake of typing. */
const MOST_NODES = 1024;
const MOST_EVENTS = 1e9;

/** `eiger-monitor run SOURCE`: OM's monitor, its collecting node and its processing nodes. */
export function runCommand(terminal: Terminal): Command {
  const command = new Command("run");
  const port = wholeNumber({ min: 0, max: 65_535 });
  return command
    .description("run a monitor as OM does: nodes that share a detector's images, and one that collects")
    .argument(
      "<source>",
      "address of the monitor, http://HOST[:PORT]/monitor/api/1.8.0 (or just http://HOST)",
      monitorSource,
    )
    .option("-c, --config <file>", "OM's monitor.yaml (default: ./monitor.yaml where there is one)")
    .option(
      "-n, --nodes <n>",
      "nodes of the pool, the collecting one included (default: one a processor)",
      poolSize,
    )
    .addOption(
      new Option("--transport <transport>", "worker threads here, or nodes anywhere over NATS").choices([
        "workers",
        "nats",
      ]),
    )
    .option("--nats <url>", "address of the NATS server", "nats://127.0.0.1:4222")
    .addOption(
      new Option("--role <role>", "what this process is to the pool, with --transport nats")
        .choices(["collecting", "processing", "any"])
        .default("collecting"),
    )
    .option(
      "--rank <rank>",
      "rank of a processing node (default: the first that is free)",
      wholeNumber({ min: 1, max: MOST_NODES }),
    )
    .option("--pool <name>", "name of the pool, where several share the NATS server")
    .option(
      "--detector <name>",
      "what all nodes call the detector, where they see it under several addresses",
    )
    .option(
      "--lease <ms>",
      "over NATS, milliseconds after which a node that says nothing counts as lost (default: 5000)",
      wholeNumber({ min: 1000, max: 600_000 }),
    )
    .option("--serve", "serve the viewer with the results while the pool runs")
    .option(
      "--port <port>",
      "TCP port of the viewer; 0 takes a free one (default: 8080, or a free one)",
      port,
    )
    .option("--count <n>", "end after n events", wholeNumber({ min: 1, max: MOST_EVENTS }))
    .option("--json", "print one JSON object a line: events, nodes, broadcasts, the figures at the end")
    .addHelpText("after", HELP)
    .action((source: string, options: RunOptions) => {
      const problem = contradiction(options);
      if (problem !== undefined) command.error(`error: ${problem}`);
      return interruptible((signal) => runPool(source, { ...options, terminal, signal }));
    });
}

const HELP = `
The configuration is OM's, in its released and its development form. Group om names the layers:
  parallelization_layer  MultiprocessingParallelization (worker threads) or NatsParallelization; --transport overrides it
  data_retrieval_layer   EigerHttpDataRetrieval
  processing_layer       TestProcessing; ImageStatistics (group image_statistics: docs/results.md); or a class of yours:
                         exported by processing_layer.mjs beside the configuration or in the working directory, or named
                         with its file: ./mine.mjs#MyProcessing
Without a configuration it is TestProcessing, and the monitor keeps 100 images.

A node that crashes is reported and replaced; it costs one event at most. SIGINT and SIGTERM let every node finish its
event, then the figures are said; a second SIGINT ends it at once.

Examples:
  eiger-monitor run http://dcu -c monitor.yaml -n 4
  eiger-monitor run http://dcu -c statistics.yaml -n 3 --serve              rates and projections in the browser
  eiger-monitor run http://dcu -n 3 --count 1000 --json | jq -r 'select(.kind == "event").event_id'
  eiger-monitor run http://dcu -n 3 --transport nats                        the collecting node
  eiger-monitor run http://dcu -n 3 --transport nats --role processing      each of its nodes, on any machine

Of nodes with --role any the fastest collects. How to set up a NATS server: docs/nats.md`;

function poolSize(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 2 && Number(text) <= MOST_NODES) return Number(text);
  throw new InvalidArgumentError(
    `Expected 2 to ${MOST_NODES}: one node collects, the others process images.`,
  );
}

/** What does not go together; undefined where all does. */
function contradiction({ role, rank, transport }: RunOptions): string | undefined {
  if (role !== "collecting" && transport === "workers") {
    return `--role ${role} is for pools over NATS: with workers, nodes are started here`;
  }
  if (rank === undefined || role === "processing") return undefined;
  return "--rank is for --role processing: the collecting node has rank 0";
}
