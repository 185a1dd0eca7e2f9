import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinned } from "../pinned.ts";
import type { FrameKind } from "./frames.ts";
import type { GatedTime } from "./gatedSamples.ts";
import type { Peers } from "./measureKind.ts";
import type { TestFrame } from "./testFrames.ts";

const PYTHON = "/usr/bin/python3";
const NAME = "Debian's bitshuffle";
const HEADER_BYTES = 12;
/** Freed outputs stay with the process: without it, most of the time goes into new pages. */
const ENVIRONMENT = {
  OMP_NUM_THREADS: "1",
  MALLOC_MMAP_THRESHOLD_: `${2 ** 30}`,
  MALLOC_TRIM_THRESHOLD_: `${2 ** 32}`,
};

/** Debian's package `bitshuffle` on one thread, in a Python process that samples as we do. */
export function pythonBitshuffle(
  kind: FrameKind,
  frames: readonly TestFrame[],
  { rounds }: { readonly rounds: number },
): Partial<Peers> {
  const probe = spawnSync(PYTHON, ["-c", "import bitshuffle"], { encoding: "utf8" });
  if (probe.status !== 0) {
    return { absent: { [NAME]: `${PYTHON} has no bitshuffle; Debian has a package of that name` } };
  }
  const folder = mkdtempSync(join(tmpdir(), "eiger-monitor-bench-"));
  try {
    for (const [index, { bslz4, pixels }] of frames.entries()) {
      writeFileSync(join(folder, `${index}.payload`), bslz4.subarray(HEADER_BYTES));
      writeFileSync(join(folder, `${index}.pixels`), pixels);
    }
    return { times: sample(folder, { kind, rounds, count: frames.length }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sample(
  folder: string,
  options: { readonly kind: FrameKind; readonly rounds: number; readonly count: number },
): readonly GatedTime[] {
  const { kind, rounds, count } = options;
  const script = new URL("../../../test/bench/kernels/bitshufflePeer.py", import.meta.url).pathname;
  const { rows, columns } = kind.model;
  const numbers = [rows, columns, kind.depth, count, rounds].map(String);
  const [command, ...args] = pinned(1, [PYTHON, script, folder, ...numbers]);
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...ENVIRONMENT },
  });
  if (status !== 0) throw new Error(`${NAME}: ${stderr}`);
  const times: GatedTime[] = JSON.parse(stdout);
  return times.map((time) => ({ ...time, name: `${NAME} (${time.name})` }));
}
