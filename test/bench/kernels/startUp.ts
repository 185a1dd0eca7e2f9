import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../median.ts";
import { pinned } from "../pinned.ts";
import type { FrameKind } from "./frames.ts";
import { numbered, type TestFrame } from "./testFrames.ts";

const PROCESSES = 3;

/** How often the steady time the first frame after start takes: median of three processes. */
export function startUp({ model, depth }: FrameKind, frames: readonly TestFrame[]): number {
  const folder = mkdtempSync(join(tmpdir(), "eiger-monitor-bench-"));
  try {
    const payload = join(folder, "payload");
    writeFileSync(payload, numbered(frames, 0).bslz4);
    const script = new URL("./firstFrame.js", import.meta.url).pathname;
    const numbers = [model.rows, model.columns, depth].map(String);
    const [command, ...args] = pinned(1, [process.execPath, script, payload, ...numbers]);
    const ratios = Array.from({ length: PROCESSES }, () => {
      const { first, steady }: { first: number; steady: number } = JSON.parse(
        execFileSync(command, args, { encoding: "utf8" }),
      );
      return first / steady;
    });
    return median(ratios);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
