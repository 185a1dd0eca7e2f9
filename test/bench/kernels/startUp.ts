import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../median.ts";
import { pinned } from "../pinned.ts";
import type { FrameKind } from "./frames.ts";
import { numbered, type TestFrame } from "./testFrames.ts";

const PROCESSES = 3;

/** How often the steady time the first frame after start takes, by what the decoder did before: medians of three processes. */
export function startUp(
  { model, depth }: FrameKind,
  frames: readonly TestFrame[],
): Readonly<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "eiger-monitor-bench-"));
  try {
    const payload = join(folder, "payload");
    writeFileSync(payload, numbered(frames, 0).bslz4);
    const numbers = [model.rows, model.columns, depth].map(String);
    const figure = (...options: string[]) => median(firstOfSteady([payload, ...numbers, ...options]));
    return {
      "time of the first frame of a warmed-up decoder / of later ones": figure("--warm-up"),
      "time of the first frame without warm-up / of later ones": figure(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function firstOfSteady(options: readonly string[]): number[] {
  const script = new URL("./firstFrame.js", import.meta.url).pathname;
  const [command, ...args] = pinned(1, [process.execPath, script, ...options]);
  return Array.from({ length: PROCESSES }, () => {
    const { first, steady }: { first: number; steady: number } = JSON.parse(
      execFileSync(command, args, { encoding: "utf8" }),
    );
    return first / steady;
  });
}
