import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { findNatsServer, NatsServer } from "../pool/support/natsServer.ts";
import { NatsTabs } from "./support/natsTabs.ts";
import { expect, test } from "./support/spec.ts";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const IMAGES = 1000;
/** Fewer than the monitor keeps. */
const BURST = 20;
const TERMS = { detector: "simulated", pool: "tabs", lease: 30_000 };
const GROUPS = {
  om: { data_retrieval_layer: "EigerHttpDataRetrieval", processing_layer: "TestProcessing" },
  data_retrieval_layer: {
    eiger_monitor_buffer_size: 100,
    required_data: ["timestamp", "event_id", "detector_data"],
  },
  crystallography: { speed_report_interval: 100, data_broadcast_interval: 10 },
};

test.skip(findNatsServer() === undefined, "nats-server is not installed");

test("a process collects, a process and two tabs process: every image once", async ({
  serveDetector,
  context,
}) => {
  test.setTimeout(240_000);
  const tabs = await NatsTabs.serve();
  const server = await NatsServer.start();
  const processes: ChildProcess[] = [];
  try {
    const served = await serveDetector({ bitDepth: 16, bridge: { origins: [tabs.origin] } });
    const run = (...options: string[]) => {
      const terms = ["--pool", TERMS.pool, "--detector", TERMS.detector, "--lease", String(TERMS.lease)];
      const nats = ["--transport", "nats", "--nats", server.url, "-n", "4", ...terms];
      const child = spawn(process.execPath, [CLI, "run", served.dcuSource, ...nats, ...options], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      processes.push(child);
      return child;
    };
    const collecting = run("--json");
    const collected = new Collected(collecting);
    const processing = run("--role", "processing", "--rank", "1");
    // A pipe that nobody reads is full after some hundred events, and its writer waits.
    processing.stdout?.resume();
    const ends = await Promise.all(
      [2, 3].map(async (rank) =>
        startTab(await context.newPage(), { tabs, server, source: served.source, rank }),
      ),
    );
    await collected.until(() => collected.ready.size === 3);
    while (collected.ids.length < IMAGES || collected.ranks.size < 3) {
      const soFar = collected.ids.length;
      served.expose(BURST);
      await collected.until(() => collected.ids.length === soFar + BURST);
    }
    collecting.kill("SIGINT");
    await Promise.all([once(collecting, "exit"), once(processing, "exit")]);
    for (const end of ends) expect(await end()).toBe("ended");
    expect([collecting.exitCode, processing.exitCode]).toEqual([130, 0]);
    const expected = Array.from({ length: collected.ids.length }, (_, image) => `1_${image}`);
    expect(collected.ids.toSorted(byNumber)).toEqual(expected);
  } finally {
    for (const child of processes) child.kill("SIGKILL");
    await server.remove();
    tabs.close();
  }
});

interface TabOptions {
  readonly tabs: NatsTabs;
  readonly server: NatsServer;
  readonly source: string;
  readonly rank: number;
}

/** Starts a node in a worker of the page; what is given resolves with the node's last word. */
async function startTab(
  page: Page,
  { tabs, server, source, rank }: TabOptions,
): Promise<() => Promise<unknown>> {
  const layers = {
    data_retrieval_layer: { name: GROUPS.om.data_retrieval_layer },
    processing_layer: { name: GROUPS.om.processing_layer },
  };
  const setup = { source, nodePoolSize: 4, configuration: { groups: GROUPS }, layers, quiet: true };
  await page.goto(tabs.origin);
  const end = await page.evaluateHandle(
    (options) => {
      const worker = new Worker("/worker.js", { type: "module" });
      const last = new Promise((resolve) => {
        worker.addEventListener("message", ({ data }) => resolve(data));
        worker.addEventListener("error", ({ message }) => resolve(message));
      });
      worker.postMessage(options);
      return { last };
    },
    { server: { servers: server.webSocketUrl }, setup, rank, ...TERMS },
  );
  return () => end.evaluate(({ last }) => last);
}

/** What the collecting node prints. */
class Collected {
  readonly ids: string[] = [];
  readonly ranks = new Set<number>();
  readonly ready = new Set<number>();
  #wake: () => void = () => undefined;
  #hasEnded = false;

  constructor({ stdout }: ChildProcess) {
    if (stdout === null) throw new Error("nothing can be read of the collecting node");
    createInterface(stdout)
      .on("line", (line) => this.#read(JSON.parse(line)))
      .on("close", () => {
        this.#hasEnded = true;
        this.#wake();
      });
  }

  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) {
      if (this.#hasEnded) throw new Error("the collecting node has ended");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #read({
    kind,
    rank,
    state,
    event_id,
  }: {
    kind: string;
    rank: number;
    state?: string;
    event_id?: string;
  }): void {
    if (kind === "node" && state === "ready") this.ready.add(rank);
    if (kind === "event" && event_id !== undefined) {
      this.ranks.add(rank);
      this.ids.push(event_id);
    }
    this.#wake();
  }
}

function byNumber(one: string, other: string): number {
  return Number(one.split("_")[1]) - Number(other.split("_")[1]);
}
