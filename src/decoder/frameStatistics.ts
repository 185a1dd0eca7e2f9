/** What one pass over a frame tells. Masked pixels (2^depth − 1) count as masked and nowhere else. */
export interface FrameStatistics {
  /** Smallest count of a valid pixel; null when every pixel is masked. */
  readonly min: number | null;
  /** Largest count of a valid pixel; null when every pixel is masked. */
  readonly max: number | null;
  /** Sum of the counts of the valid pixels, exact. */
  readonly sum: bigint;
  /** Mean count of a valid pixel; null when every pixel is masked. */
  readonly mean: number | null;
  /** Pixels that are not masked. */
  readonly valid: number;
  readonly masked: number;
  /** Pixels without a count. */
  readonly zero: number;
  /** Valid pixels with `threshold` counts or more. */
  readonly atOrAboveThreshold: number;
}

/** The kernel's 28 bytes of result (assembly/statistics.ts), possibly of a part of a frame. */
export interface PartialStatistics {
  readonly lowest: number;
  readonly highest: number;
  readonly sum: bigint;
  readonly masked: number;
  readonly zero: number;
  readonly atOrAboveThreshold: number;
}

export function readPartial(memory: ArrayBufferLike, address: number): PartialStatistics {
  const view = new DataView(memory, address, 28);
  return {
    lowest: view.getUint32(0, true),
    highest: view.getUint32(4, true),
    sum: view.getBigUint64(8, true),
    masked: view.getUint32(16, true),
    zero: view.getUint32(20, true),
    atOrAboveThreshold: view.getUint32(24, true),
  };
}

export function mergePartials(a: PartialStatistics, b: PartialStatistics): PartialStatistics {
  return {
    lowest: Math.min(a.lowest, b.lowest),
    highest: Math.max(a.highest, b.highest),
    sum: a.sum + b.sum,
    masked: a.masked + b.masked,
    zero: a.zero + b.zero,
    atOrAboveThreshold: a.atOrAboveThreshold + b.atOrAboveThreshold,
  };
}

/** The kernel counts from a threshold of 1 up; every valid pixel reaches 0. */
export function toStatistics(
  part: PartialStatistics,
  options: { readonly count: number; readonly threshold: number },
): FrameStatistics {
  const { sum, masked, zero } = part;
  const valid = options.count - masked;
  const some = valid > 0;
  return {
    min: some ? part.lowest : null,
    max: some ? part.highest : null,
    sum,
    mean: some ? Number(sum) / valid : null,
    valid,
    masked,
    zero,
    atOrAboveThreshold: options.threshold === 0 ? valid : part.atOrAboveThreshold,
  };
}

/** Masked pixels never count, so a threshold beyond the depth is the same as the masked value: no pixel reaches it. */
export function wholeThreshold(threshold = 1, { maskedValue }: { readonly maskedValue: number }): number {
  return Math.min(Math.max(Math.ceil(threshold), 0), maskedValue);
}
