import { createHash } from "node:crypto";
import type { DetectorFrame, FrameStatistics } from "../decoder/index.ts";

/** What is said of an image besides its pixels; null where neither the image nor its source says it. */
export interface ImageIdentity {
  readonly event_id: string | null;
  readonly series: number | null;
  readonly image: number | null;
  readonly threshold: number | null;
  /** Unix seconds, from the image. */
  readonly timestamp: number | null;
  /** Unix seconds, when the last byte came. */
  readonly arrival: number | null;
}

/** One line of `watch --json` and of `decode --json`. */
export interface FrameRecord extends ImageIdentity {
  readonly shape: readonly [rows: number, columns: number];
  readonly dtype: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: bigint;
  readonly masked: number;
  /** Hexadecimal SHA-256 of the pixels, native depth, little endian. */
  readonly sha256?: string;
}

export function frameRecord(
  frame: DetectorFrame,
  options: {
    readonly identity: ImageIdentity;
    readonly statistics: FrameStatistics;
    readonly digest: boolean;
  },
): FrameRecord {
  const { min, max, sum, masked } = options.statistics;
  const { shape, dtype } = frame;
  const sha256 = options.digest ? { sha256: createHash("sha256").update(frame.bytes).digest("hex") } : {};
  return { ...options.identity, shape, dtype, min, max, sum, masked, ...sha256 };
}

/** One line of JSON; a sum beyond 2⁵³ keeps all its digits, as JSON allows and JavaScript alone does not read. */
export function toJsonLine(record: FrameRecord): string {
  return JSON.stringify({ ...record, sum: 0 }).replace('"sum":0', `"sum":${record.sum}`);
}
