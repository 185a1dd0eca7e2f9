import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type DcuServer, serveDcu } from "eiger-monitor/node";
import { SimulatedDcu } from "eiger-monitor/simulator";

const PROGRAM = fileURLToPath(new URL("../../../bin/eiger-monitor.mjs", import.meta.url));

function configuration(images: number): string {
  return `
om:
  parallelization_layer: MultiprocessingParallelization
  data_retrieval_layer: EigerHttpDataRetrieval
  processing_layer: ImageStatistics
data_retrieval_layer:
  eiger_monitor_buffer_size: 100
  required_data: [timestamp, event_id, detector_data]
image_statistics:
  projection_images: ${images}
  projection_interval: 0.2
`;
}

/** `eiger-monitor run --serve` of a simulated control unit that a spec has to itself: one node takes the images, another collects. */
export class ServedRun {
  readonly dcu: SimulatedDcu;
  /** Of the viewer's page. */
  readonly url: string;
  readonly #server: DcuServer;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(parts: {
    dcu: SimulatedDcu;
    url: string;
    server: DcuServer;
    process: ChildProcess;
    folder: string;
  }) {
    this.dcu = parts.dcu;
    this.url = parts.url;
    this.#server = parts.server;
    this.#process = parts.process;
    this.#folder = parts.folder;
  }

  /** EIGER2 250K of 16 bits with the ramp; a projection is of so many images. */
  static async start({ images }: { readonly images: number }): Promise<ServedRun> {
    const dcu = new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", bitDepth: 16, auto: false });
    const server = await serveDcu(dcu);
    const folder = await mkdtemp(join(tmpdir(), "eiger-results-"));
    const file = join(folder, "monitor.yaml");
    await writeFile(file, configuration(images));
    const options = ["-c", file, "-n", "2", "--serve", "--port", "0", "--json"];
    const process = spawn(globalThis.process.execPath, [PROGRAM, "run", server.source, ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await pageOf(process);
    return new ServedRun({ dcu, url, server, process, folder });
  }

  /** Takes so many exposures now. */
  expose(count: number): void {
    for (let exposure = 0; exposure < count; exposure++) this.dcu.expose();
  }

  /** Ends the run, as Ctrl + C does. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await exited;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}

/** What is printed goes on being read, so that the run never waits for a reader. */
async function pageOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the run prints nowhere");
  const lines = createInterface({ input: stdout });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const { kind, page } = JSON.parse(line);
      if (kind === "viewer") resolve(page);
    });
    lines.on("close", () => reject(new Error("the run ended before it had a viewer")));
  });
}
