import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const CLI = new URL("../../../dist/node/cli.js", import.meta.url).pathname;

/** The viewer of a simulated detector, in a process of its own. */
export interface ServedViewer {
  readonly page: string;
  readonly source: string;
  stop(): void;
}

/** `eiger-monitor serve`. */
export async function serveViewer(options: {
  readonly model: string;
  readonly bitDepth: number;
  readonly rate: number;
}): Promise<ServedViewer> {
  const { model, bitDepth, rate } = options;
  const detector = ["--model", model, "--bit-depth", `${bitDepth}`, "--rate", `${rate}`];
  const child = run(["serve", "--port", "0", "--json", ...detector]);
  const found = await firstLine(child.stdout, /^\{.*\}$/);
  const { viewer, source }: { viewer: string; source: string } = JSON.parse(found);
  return { page: viewer, source, stop: () => child.kill("SIGTERM") };
}

/** What `npm start` does once all is built; resolves when it has said where the viewer is. */
export async function startViewer(): Promise<Pick<ServedViewer, "page" | "stop">> {
  const child = run(["start", "--port", "0"]);
  const line = await firstLine(child.stderr, /^Viewer: /);
  return { page: line.slice("Viewer: ".length).trim(), stop: () => child.kill("SIGTERM") };
}

function run(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

/** The rest is read too, so that the process need not wait. */
function firstLine(stream: ChildProcess["stdout"], wanted: RegExp): Promise<string> {
  if (stream === null) throw new Error("the process has no output");
  const lines = createInterface({ input: stream });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => wanted.test(line) && resolve(line));
    lines.once("close", () => reject(new Error("the process ended before it said its address")));
  });
}
