import { DecodeError } from "../errors.ts";
import { type CompressedImage, type PlacedPayload, placePayload } from "./compressedImage.ts";
import { DetectorFrame, viewPixels } from "./detectorFrame.ts";
import type { FrameLease, FrameSlots } from "./frameSlots.ts";
import { type PartialStatistics, readPartial } from "./frameStatistics.ts";
import type { KernelRunner } from "./kernelRunner.ts";
import type { DecoderLimits } from "./limits.ts";
import type { SparseFrame } from "./sparseFrame.ts";

const SLACK_BYTES = 64;

/** Turns compressed payloads into frames, and into what else is wanted of them in the same pass. */
export class Decompressor {
  readonly #slots: FrameSlots;
  readonly #runner: KernelRunner;
  readonly #limits: DecoderLimits;

  constructor(options: {
    readonly slots: FrameSlots;
    readonly runner: KernelRunner;
    readonly limits: DecoderLimits;
  }) {
    this.#slots = options.slots;
    this.#runner = options.runner;
    this.#limits = options.limits;
  }

  /** The frame. @throws {DecodeError} */
  pixels(bytes: Uint8Array, image: CompressedImage): DetectorFrame {
    return this.#pixels(bytes, image).frame;
  }

  /** A bitshuffled frame and its statistics; the threshold is 1 or more. @throws {DecodeError} */
  measured(
    bytes: Uint8Array,
    image: CompressedImage & { readonly threshold: number },
  ): { readonly frame: DetectorFrame; readonly part: PartialStatistics } {
    const { frame, lease } = this.#pixels(bytes, image);
    const { kernels, result } = lease.slot;
    return { frame, part: readPartial(kernels.memory.buffer, result) };
  }

  #pixels(
    bytes: Uint8Array,
    image: CompressedImage & { readonly threshold?: number },
  ): { readonly frame: DetectorFrame; readonly lease: FrameLease } {
    const { shape, depth, threshold } = image;
    const placed = this.#place(bytes, image, { outputBytes: (shape[0] * shape[1] * depth) / 8 });
    const { payload, length, size, scratch, output, lease } = placed;
    const { kernels, result } = lease.slot;
    const statistics = threshold === undefined ? 0 : result;
    const frame = this.#finish(placed, { ...image, offset: output }, () =>
      placed.shuffled
        ? kernels.decompress(depth / 8, payload, length, size, scratch, output, threshold ?? 1, statistics)
        : kernels.decompressLz4(payload, length, size, output),
    );
    return { frame, lease };
  }

  /**
   * A bitshuffled 32-bit frame in 16 bits: counts above 65534 as 65534, masked pixels 65535.
   * @throws {DecodeError}
   */
  saturated(bytes: Uint8Array, image: CompressedImage): DetectorFrame {
    const { shape } = image;
    const placed = this.#place(bytes, image, { outputBytes: 2 * shape[0] * shape[1] });
    const { payload, length, size, scratch, output, lease } = placed;
    const { kernels } = lease.slot;
    return this.#finish(placed, { shape, depth: 16, offset: output }, () =>
      kernels.decompressDisplay(payload, length, size, scratch, output),
    );
  }

  /** The pixels of a bitshuffled frame that have counts. @throws {DecodeError} */
  sparse(bytes: Uint8Array, image: CompressedImage): SparseFrame {
    const { shape, depth } = image;
    const count = shape[0] * shape[1];
    // The kernel writes whole vectors: up to 32 bytes behind what it finds.
    const valuesOffset = 4 * count + SLACK_BYTES;
    const outputBytes = valuesOffset + (count * depth) / 8 + SLACK_BYTES;
    const placed = this.#place(bytes, image, { outputBytes });
    const { payload, length, size, scratch, output, lease } = placed;
    const { kernels } = lease.slot;
    const values = output + valuesOffset;
    try {
      const found = this.#runner.run(lease.slot, () =>
        kernels.sparse(depth / 8, payload, length, size, scratch, output, values),
      );
      const buffer = kernels.memory.buffer as ArrayBuffer;
      return {
        shape,
        depth,
        indices: new Uint32Array(buffer, output, found).slice(),
        values: viewPixels(buffer, values, { depth, count: found }).slice(),
      };
    } finally {
      lease.release();
    }
  }

  #place(
    bytes: Uint8Array,
    image: CompressedImage,
    { outputBytes }: { readonly outputBytes: number },
  ): PlacedPayload {
    const [rows, columns] = image.shape;
    const pixels = rows * columns;
    if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(columns) || rows < 1 || columns < 1) {
      const got = `${rows} × ${columns}`;
      throw new DecodeError("BAD_VALUE", `a frame of ${got} pixels, expected 1 × 1 or more`, {
        got,
        limit: 1,
      });
    }
    this.#proveSize(pixels, this.#limits.pixels, "pixels");
    this.#proveSize((pixels * image.depth) / 8, this.#limits.pixelBytes, "bytes of pixels");
    const { blockBytes } = this.#limits;
    return placePayload(bytes, {
      ...image,
      slots: this.#slots,
      runner: this.#runner,
      outputBytes,
      blockBytes,
    });
  }

  #proveSize(size: number, limit: number, what: string): void {
    if (size <= limit) return;
    throw new DecodeError("LIMIT", `${size} ${what}, at most ${limit} are read`, { got: size, limit });
  }

  /** Runs the kernel; the frame owns the slot then, and nobody does when the payload was bad. */
  #finish(
    { lease }: PlacedPayload,
    options: Pick<CompressedImage, "shape" | "depth"> & { readonly offset: number },
    kernel: () => number,
  ): DetectorFrame {
    const { shape, depth, offset } = options;
    try {
      this.#runner.run(lease.slot, kernel);
    } catch (error) {
      lease.release();
      throw error;
    }
    const [rows, columns] = shape;
    const buffer = lease.slot.kernels.memory.buffer as ArrayBuffer;
    const pixels = viewPixels(buffer, offset, { depth, count: rows * columns });
    return new DetectorFrame({ pixels, rows, columns, depth, lease, ownsLease: true });
  }
}
