import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pinned } from "./pinned.ts";

/** A simulated detector in a process of its own. */
export interface ServedDetector {
  readonly source: string;
  stop(): void;
}

/** Starts one on core 0; its monitor's buffer never runs empty. */
export async function serveDetector(options: {
  readonly model: string;
  readonly bitDepth: number;
  /** Images per second. */
  readonly rate: number;
}): Promise<ServedDetector> {
  const { model, bitDepth, rate } = options;
  const args = ["simulate", "--port", "0", "--pattern", "ramp", "--json"];
  const cli = new URL("../../dist/node/cli.js", import.meta.url).pathname;
  const [command, ...rest] = pinned(0, [
    process.execPath,
    cli,
    ...args,
    "--model",
    model,
    "--bit-depth",
    `${bitDepth}`,
    "--rate",
    `${rate}`,
  ]);
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { source }: { source: string } = JSON.parse(line);
    return { source, stop: () => child.kill("SIGTERM") };
  }
  throw new Error(`the simulated ${model} did not start`);
}
