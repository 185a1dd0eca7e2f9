import * as v from "valibot";
import type { PoolAgreement } from "./agreement.ts";

/** Who has a rank, as the bucket keeps it. */
export interface RankEntry {
  /** Of this start of this node; its subject too. Empty: nobody has the rank. */
  readonly session: string;
  /** The collecting node's session that a processing node belongs to; empty until it has found one. */
  readonly collecting: string;
  readonly agreement: PoolAgreement;
}

/** An entry and the revision that it has in the bucket. */
export interface HeldRank {
  readonly entry: RankEntry;
  readonly revision: number;
}

/** A rank that is free. */
export const NOBODY: RankEntry = {
  session: "",
  collecting: "",
  agreement: { protocol: 0, nodePoolSize: 0, detector: "", layers: "", lease: 0 },
};

const schema = v.object({
  session: v.pipe(v.string(), v.maxLength(64)),
  collecting: v.pipe(v.string(), v.maxLength(64)),
  agreement: v.object({
    protocol: v.number(),
    nodePoolSize: v.number(),
    detector: v.pipe(v.string(), v.maxLength(4096)),
    layers: v.pipe(v.string(), v.maxLength(65_536)),
    lease: v.number(),
  }),
});

export function writeRankEntry(entry: RankEntry): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(entry));
}

/** Undefined for bytes of something else: whoever wrote them is no node of this kind, and has no rank. */
export function readRankEntry(bytes: Uint8Array): RankEntry | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
