import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const CLI = fileURLToPath(new URL("../../../dist/node/cli.js", import.meta.url));
const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

/** How a command ended, and all that it wrote. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that runs as a process of its own, as a user starts it. */
export interface RunningCommand {
  readonly process: ChildProcess;
  /** Resolves with what matches on standard output, once it is there. */
  printed(pattern: RegExp): Promise<string>;
  /** The same on standard error. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Starts `eiger-monitor` with these arguments, in the project's folder and without a terminal; it ends with the test. */
export function startCommand(...args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: PROJECT, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = [new Collected(child.stdout), new Collected(child.stderr)];
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  return {
    process: child,
    printed: (pattern) => out.shows(pattern),
    said: (pattern) => err.shows(pattern),
    ended: closed.then(([code]) => ({ code, out: out.text, err: err.text })),
  };
}

/** Runs `eiger-monitor` to its end. */
export function runCommand(...args: readonly string[]): Promise<Ended> {
  return startCommand(...args).ended;
}

/** The objects that a command printed, one a line. */
export function jsonLines({ out }: Ended): readonly Readonly<Record<string, unknown>>[] {
  return lines(out).map((line) => JSON.parse(line));
}

/** Lines of a text that ends with a newline. */
export function lines(text: string): readonly string[] {
  if (text !== "" && !text.endsWith("\n"))
    throw new Error(`the last line has no end: ${JSON.stringify(text)}`);
  return text.split("\n").slice(0, -1);
}

/** All text of a stream so far. */
export class Collected {
  text = "";
  readonly #changed = new EventEmitter();
  #ended = false;

  constructor(stream: Readable) {
    stream.setEncoding("utf8");
    stream.on("data", (piece: string) => {
      this.text += piece;
      this.#changed.emit("change");
    });
    stream.on("close", () => {
      this.#ended = true;
      this.#changed.emit("change");
    });
  }

  async shows(pattern: RegExp): Promise<string> {
    for (let match = pattern.exec(this.text); ; match = pattern.exec(this.text)) {
      if (match !== null) return match[0];
      if (this.#ended) throw new Error(`${pattern} did not come; there was only:\n${this.text}`);
      await once(this.#changed, "change");
    }
  }
}
