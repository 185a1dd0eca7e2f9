/** Bins of one count each (assembly/histogram.ts). */
const SINGLE_COUNTS = 1024;
const BINS_PER_OCTAVE = 64;
const BINS = SINGLE_COUNTS + 22 * BINS_PER_OCTAVE;

/**
 * Where the bins begin: bin i has the counts from `BIN_EDGES[i]` to `BIN_EDGES[i + 1] − 1`. One count each up to 1023,
 * then 64 bins an octave, so that a bin is at most 1/64 of its counts wide; the last ends at 2³² − 1.
 */
export const BIN_EDGES: Float64Array<ArrayBuffer> = Float64Array.from({ length: BINS + 1 }, (_, bin) => {
  if (bin < SINGLE_COUNTS) return bin;
  const beyond = bin - SINGLE_COUNTS;
  const octave = 2 ** (10 + Math.floor(beyond / BINS_PER_OCTAVE));
  return octave + ((beyond % BINS_PER_OCTAVE) * octave) / BINS_PER_OCTAVE;
});

/** How often each count occurs in a frame. Masked pixels are in no bin. */
export class FrameHistogram {
  /** Pixels of each bin; see {@link BIN_EDGES}. */
  readonly counts: Uint32Array<ArrayBuffer> = new Uint32Array(BINS);
  masked = 0;
  /** Pixels that are not masked. */
  valid = 0;

  get edges(): Float64Array<ArrayBuffer> {
    return BIN_EDGES;
  }

  /** Adds what the kernel left at `address`: masked u32, bins u32 [2432]. */
  addTable(memory: ArrayBufferLike, address: number): void {
    const table = new Uint32Array(memory, address, 1 + BINS);
    this.masked += table[0] ?? 0;
    for (let bin = 0; bin < BINS; bin++) {
      const pixels = table[bin + 1] ?? 0;
      this.counts[bin] = (this.counts[bin] ?? 0) + pixels;
      this.valid += pixels;
    }
  }

  /**
   * The smallest count that `fraction` (0 … 1) of the valid pixels do not exceed: exact below 1024, from there on the
   * largest count of its bin, at most 1/64 more. null when every pixel is masked.
   */
  percentile(fraction: number): number | null {
    if (this.valid === 0) return null;
    const rank = Math.min(Math.max(Math.ceil(this.valid * fraction), 1), this.valid);
    let seen = 0;
    const bin = this.counts.findIndex((pixels) => {
      seen += pixels;
      return seen >= rank;
    });
    return (BIN_EDGES[bin + 1] ?? 0) - 1;
  }
}
