import { EigerMonitorError } from "../errors.ts";
import { type AccumulationPart, provePart } from "./accumulationPart.ts";
import { DetectorFrame, type Pixels, viewPixels } from "./detectorFrame.ts";
import type { FrameLease } from "./frameSlots.ts";
import { type KernelRunner, PART_BYTES } from "./kernelRunner.ts";

/** Sums in two digits of this base (assembly/accumulate.ts): the lower one never looks like a masked pixel. */
const BASE = 2n ** 32n - 1n;
const MASKED = 2 ** 32 - 1;
/** Pixels of a strip that is merged: three planes of up to 4 bytes each, in the room of a part. */
const MERGED_PIXELS = 2 ** 16;

/**
 * Sum and maximum of frames of one shape and depth, pixel by pixel. A pixel that is masked in a frame is left alone by
 * it; one that is masked in all of them is masked in both. Holds a slot of the decoder of 8 bytes a pixel, and a frame,
 * until it is closed.
 */
export class Accumulation {
  readonly rows: number;
  readonly columns: number;
  /** Frames added since the start or the last `reset`. */
  frames = 0;
  /**
   * The highest count of each pixel, in the frames' depth; a view that further frames change.
   * Its data throws FrameClosedError once the accumulation is closed.
   */
  readonly maximum: DetectorFrame;
  readonly #runner: KernelRunner;
  readonly #lease: FrameLease;
  readonly #low: Uint32Array<ArrayBuffer>;
  readonly #high: Uint32Array<ArrayBuffer>;
  readonly #part: Uint8Array<ArrayBuffer>;
  readonly #sum: DetectorFrame;
  #carried = false;

  /** @throws {DecodeError} LIMIT when there is no memory. */
  constructor(
    { rows, columns, depth }: Pick<DetectorFrame, "rows" | "columns" | "depth">,
    runner: KernelRunner,
  ) {
    this.rows = rows;
    this.columns = columns;
    this.#runner = runner;
    const count = rows * columns;
    // low │ high │ maximum │ a part of the frame that is added, on a multiple of 16
    const partAt = 16 * Math.ceil((count * (8 + depth / 8)) / 16);
    this.#lease = runner.slots.acquire(partAt + PART_BYTES, { pixelOffset: 0 });
    const { buffer, byteOffset } = this.#lease.bytes;
    this.#low = new Uint32Array(buffer, byteOffset, count);
    this.#high = new Uint32Array(buffer, byteOffset + 4 * count, count);
    this.#part = new Uint8Array(buffer, byteOffset + partAt, PART_BYTES);
    const lease = this.#lease;
    const maximum = viewPixels(buffer, byteOffset + 8 * count, { depth, count });
    this.maximum = new DetectorFrame({ pixels: maximum, rows, columns, depth, lease });
    this.#sum = new DetectorFrame({ pixels: this.#low, rows, columns, depth: 32, lease });
    this.reset();
  }

  /**
   * The sum of each pixel, 32 bits. A view that further frames change, until the first sum passes 2³² − 2: from then on
   * a copy, in which such sums are 2³² − 2. {@link sumAt} is exact.
   * @throws {FrameClosedError}
   */
  get sum(): DetectorFrame {
    if (!this.#carried) return this.#sum;
    const { rows, columns } = this;
    const pixels = this.#sum.data.slice();
    for (let index = 0; index < pixels.length; index++)
      if (this.#high[index] !== 0) pixels[index] = MASKED - 1;
    return new DetectorFrame({ pixels, rows, columns, depth: 32 });
  }

  /**
   * The sum of one pixel, exact; null where it was masked in every frame.
   * @throws {FrameClosedError}
   */
  sumAt(row: number, column: number): bigint | null {
    const index = row * this.columns + column;
    const low = this.#sum.data[index] ?? MASKED;
    return low === MASKED ? null : BigInt(low) + BigInt(this.#high[index] ?? 0) * BASE;
  }

  /**
   * Adds a frame.
   * @throws {EigerMonitorError} BAD_OPTION when it has another shape or depth; {@link FrameClosedError}
   */
  add(frame: DetectorFrame): void {
    const { rows, columns, maximum } = this;
    if (frame.rows !== rows || frame.columns !== columns || frame.depth !== maximum.depth)
      throw new EigerMonitorError(
        "BAD_OPTION",
        `a frame of ${frame.shape} pixels, ${frame.dtype}, cannot be added to ${maximum.shape}, ${maximum.dtype}`,
      );
    const { bytes, depth } = frame;
    for (let start = 0; start < bytes.length; start += PART_BYTES) {
      const part = bytes.subarray(start, start + PART_BYTES);
      this.#part.set(part);
      this.#run("accumulate", (start * 8) / depth, (part.length * 8) / depth);
    }
    this.frames += 1;
  }

  /**
   * Adds what other frames have added up to, as if each had been added here: however frames were divided among parts, and in
   * whichever order parts come, the result is the same. Part by part of the planes: nothing of their size is allocated.
   * @throws {EigerMonitorError} BAD_OPTION when it is of another shape or depth, or no whole part; {@link FrameClosedError}
   */
  merge(part: AccumulationPart): void {
    provePart(part, this.maximum);
    const begin = part.firstRow * this.columns;
    for (let first = 0; first < part.low.length; first += MERGED_PIXELS) {
      const count = Math.min(MERGED_PIXELS, part.low.length - first);
      this.#placeStrip(part, first, count);
      this.#run("merge", begin + first, count);
    }
    this.frames += part.frames;
    if (part.high !== null) this.#carried = true;
  }

  /**
   * What was added so far, in memory of its own, to be merged elsewhere.
   * @throws {FrameClosedError}
   */
  part(): AccumulationPart {
    const { rows, columns, frames, maximum } = this;
    return {
      rows,
      columns,
      depth: maximum.depth,
      frames,
      firstRow: 0,
      maximum: maximum.data.slice(),
      low: this.#low.slice(),
      high: this.#carried ? this.#high.slice() : null,
    };
  }

  /** Begins again. @throws {FrameClosedError} */
  reset(): void {
    const { data } = this.maximum;
    data.fill(this.maximum.maskedValue);
    this.#low.fill(MASKED);
    this.#high.fill(0);
    this.#carried = false;
    this.frames = 0;
  }

  /** Gives the memory back; `sum` and `maximum` are closed then. */
  close(): void {
    this.#lease.release();
  }

  /** A strip of the three planes, one behind the other, where the kernel takes it from. */
  #placeStrip({ low, high, maximum }: AccumulationPart, first: number, count: number): void {
    const strip = this.#part;
    const end = first + count;
    strip.set(bytesOf(low.subarray(first, end)));
    if (high === null) strip.fill(0, 4 * count, 8 * count);
    else strip.set(bytesOf(high.subarray(first, end)), 4 * count);
    strip.set(bytesOf(maximum.subarray(first, end)), 8 * count);
  }

  /** Runs a kernel that adds what lies in the part to `count` pixels from `first` on. */
  #run(kernel: "accumulate" | "merge", first: number, count: number): void {
    const { slot } = this.#lease;
    const { depth, data } = this.maximum;
    const maximum = data.byteOffset + (first * depth) / 8;
    const low = this.#low.byteOffset + 4 * first;
    const high = this.#high.byteOffset + 4 * first;
    const part = this.#part.byteOffset;
    const carries = this.#runner.run(slot, () =>
      slot.kernels[kernel](depth / 8, part, count, maximum, low, high),
    );
    if (carries > 0) this.#carried = true;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Pixels): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
