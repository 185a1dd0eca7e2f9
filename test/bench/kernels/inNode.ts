import { createDecoder } from "eiger-monitor";
import type { Finding } from "../finding.ts";
import { choose, type KernelOptions } from "./frames.ts";
import { measureKind } from "./measureKind.ts";
import { findPeers } from "./peers.ts";

/** Kernels on one kind of frame after another, here. */
export async function* kernelFindings(options: KernelOptions): AsyncGenerator<Finding> {
  const decoder = await createDecoder();
  const { kinds, rounds } = choose(options);
  for (const kind of kinds) yield await measureKind(kind, { decoder, rounds, findPeers });
}
