import { createDecoder } from "eiger-monitor";
import type { Finding } from "../finding.ts";
import { FRAME_KINDS } from "./frames.ts";
import { measureKind } from "./measureKind.ts";
import { findPeers } from "./peers.ts";

/** Kernels on every kind of frame whose name has `frames` in it; quick: 4M only and few samples. */
export async function* kernelFindings(options: {
  readonly quick: boolean;
  readonly frames?: string | undefined;
}): AsyncGenerator<Finding> {
  const { quick, frames = quick ? "4M" : "" } = options;
  const decoder = await createDecoder();
  const rounds = quick ? 5 : 15;
  for (const kind of FRAME_KINDS.filter(({ name }) => name.includes(frames))) {
    yield await measureKind(kind, { decoder, rounds, findPeers });
  }
}
