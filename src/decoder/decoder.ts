import { DecodeError } from "../errors.ts";
import { readTiff, type TiffImage } from "../tiff/index.ts";
import { Accumulation } from "./accumulation.ts";
import { type AccumulationPart, provePart } from "./accumulationPart.ts";
import { type ModuleInformation, readModuleInformation } from "./asBind.ts";
import type { CompressedImage } from "./compressedImage.ts";
import { Decompressor } from "./decompressor.ts";
import { DetectorFrame, type Pixels, viewPixels } from "./detectorFrame.ts";
import { encodeFrame } from "./encoder.ts";
import { readEncoding } from "./encoding.ts";
import { FrameHistogram } from "./frameHistogram.ts";
import { type PixelMask, visitParts } from "./frameParts.ts";
import { FrameLease, FrameSlots } from "./frameSlots.ts";
import {
  type FrameStatistics,
  mergePartials,
  type PartialStatistics,
  readPartial,
  toStatistics,
  wholeThreshold,
} from "./frameStatistics.ts";
import { KernelRunner } from "./kernelRunner.ts";
import { DEFAULT_DECODER_LIMITS, type DecoderLimits } from "./limits.ts";
import { drawPicture, type Picture, type PictureOptions } from "./picture.ts";
import type { SparseFrame } from "./sparseFrame.ts";
import { type ExpectedFrames, warmUp } from "./warmUp.ts";
import { compileDecoder } from "./wasmModule.ts";

/** How a decoder is set up. */
export interface DecoderOptions {
  /** Bounds on what an image may ask for, where they differ from {@link DEFAULT_DECODER_LIMITS}. */
  readonly limits?: Partial<DecoderLimits>;
  /** Slots kept for the next images after they were given back. Default 3. */
  readonly maxFreeSlots?: number;
  /**
   * The compressed frames that will come: code and memory are made ready for them, which takes 0.1 s and a third more than a
   * frame's bytes. The first frame then takes at most twice as long as a later one; without, 5 to 10 times.
   */
  readonly warmUp?: ExpectedFrames;
}

/** A body with memory that can be given back: a {@link FrameLease}, or what another allocator handed out. */
export interface FrameBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A frame with hardly a count must not be stretched until its noise looks like a signal. */
const LEAST_FULL_SCALE = 5;

/** Compiles the Wasm module (about 2 ms) and asks it for its error codes; one decoder serves any number of frames. */
export async function createDecoder(options: DecoderOptions = {}): Promise<Decoder> {
  const [module, information] = await Promise.all([compileDecoder(), readModuleInformation()]);
  const decoder = new Decoder({ ...options, module, information });
  if (options.warmUp !== undefined) await warmUp(decoder, options.warmUp);
  return decoder;
}

/** Host of the Wasm module: bytes of images in, frames and their figures out. Make one with {@link createDecoder}. */
export class Decoder {
  /** Where bodies are received; an image received into a slot is decoded and measured in place. */
  readonly slots: FrameSlots;
  /** What the module says of itself. */
  readonly information: ModuleInformation;
  readonly limits: DecoderLimits;
  readonly #runner: KernelRunner;
  readonly #decompressor: Decompressor;

  constructor(
    options: DecoderOptions & {
      readonly module: WebAssembly.Module;
      readonly information: ModuleInformation;
    },
  ) {
    const { module, maxFreeSlots: maxFree = 3 } = options;
    this.limits = { ...DEFAULT_DECODER_LIMITS, ...options.limits };
    this.slots = new FrameSlots(module, { maxFree, maxBytes: this.limits.slotBytes });
    this.information = options.information;
    this.#runner = new KernelRunner({ slots: this.slots, information: options.information });
    this.#decompressor = new Decompressor({ slots: this.slots, runner: this.#runner, limits: this.limits });
  }

  /** Traps of the module so far: defects of ours. Each fails one frame (INTERNAL) and costs its slot, which another replaces. */
  get traps(): number {
    return this.#runner.traps;
  }

  /**
   * The frame in a monitor TIFF, or, with its `encoding`, `shape` and `depth`, in a compressed payload (DECTRIS framing of
   * `lz4` and `bslz4`).
   *
   * TIFF: uncompressed little-endian pixels that lie in one run and on a multiple of their
   * size (all that DECTRIS writes) become a view of `body`; others are gathered into a slot.
   *
   * @param options.image the directory, where it was read already
   * @throws {DecodeError} as `readTiff` does; for payloads TRUNCATED, BAD_VALUE, INCONSISTENT, CORRUPT, TRAILING, UNSUPPORTED;
   * LIMIT when there is no memory.
   */
  decode(
    body: FrameBody | Uint8Array<ArrayBuffer>,
    options: { readonly image?: TiffImage } | CompressedImage = {},
  ): DetectorFrame {
    const bytes = bytesOf(body);
    if ("encoding" in options) return this.#decompressor.pixels(bytes, options);
    const image = options.image ?? readTiff(bytes, { limits: this.limits });
    const first = image.strips[0]?.offset ?? 0;
    this.slots.expectPixelsAt(first);
    const start = bytes.byteOffset + first;
    if (!isView(image) || start % (image.depth / 8) !== 0) return this.#gather(bytes, image);
    const { rows, columns, depth } = image;
    const pixels = viewPixels(bytes.buffer, start, { depth, count: rows * columns });
    return new DetectorFrame({
      pixels,
      rows,
      columns,
      depth,
      ...(body instanceof FrameLease && { lease: body }),
    });
  }

  /**
   * A compressed frame and its statistics, in one pass: a sixth more than decoding alone.
   * @throws {DecodeError} as `decode` does
   */
  decodeMeasured(
    body: FrameBody | Uint8Array<ArrayBuffer>,
    options: CompressedImage & { readonly threshold?: number },
  ): { readonly frame: DetectorFrame; readonly statistics: FrameStatistics } {
    const bytes = bytesOf(body);
    const { shuffled } = readEncoding(options.encoding, options);
    if (!shuffled) {
      const frame = this.#decompressor.pixels(bytes, options);
      return { frame, statistics: this.statistics(frame, options) };
    }
    const threshold = wholeThreshold(options.threshold, { maskedValue: 2 ** options.depth - 1 });
    const { frame, part } = this.#decompressor.measured(bytes, {
      ...options,
      threshold: Math.max(threshold, 1),
    });
    return { frame, statistics: toStatistics(part, { count: frame.rows * frame.columns, threshold }) };
  }

  /**
   * A compressed 32-bit frame in 16 bits for display: counts above 65534 as 65534, masked pixels 65535. Frames of 8 and 16 bits,
   * and those of plain LZ4, come as they are.
   * @throws {DecodeError} as `decode` does
   */
  decodeSaturated(body: FrameBody | Uint8Array<ArrayBuffer>, options: CompressedImage): DetectorFrame {
    const bytes = bytesOf(body);
    const { shuffled } = readEncoding(options.encoding, options);
    const narrows = shuffled && options.depth === 32;
    return narrows ? this.#decompressor.saturated(bytes, options) : this.#decompressor.pixels(bytes, options);
  }

  /**
   * The pixels that have counts, of a bitshuffled payload in one pass.
   * @throws {DecodeError} as `decode` does; UNSUPPORTED for plain LZ4
   */
  sparse(body: FrameBody | Uint8Array<ArrayBuffer>, options: CompressedImage): SparseFrame {
    const bytes = bytesOf(body);
    if (readEncoding(options.encoding, options).shuffled) return this.#decompressor.sparse(bytes, options);
    throw new DecodeError(
      "UNSUPPORTED",
      `a sparse frame out of encoding ${options.encoding}, expected bslz4`,
      {
        got: options.encoding,
        limit: "bslz4",
      },
    );
  }

  /**
   * Minimum, maximum, sum, mean and counts of a frame in one read of its pixels.
   *
   * @param options.threshold counts from which a pixel is counted in `atOrAboveThreshold`; default 1
   * @param options.mask a byte for each pixel, other than 0 where it is to count as masked
   * @throws {FrameClosedError} when the frame's event is closed; {@link EigerMonitorError} BAD_OPTION for a mask of another
   * size; {@link DecodeError} INTERNAL when the module traps.
   */
  statistics(
    frame: DetectorFrame,
    options: { readonly threshold?: number | undefined; readonly mask?: PixelMask | undefined } = {},
  ): FrameStatistics {
    const { data, depth, maskedValue } = frame;
    const threshold = wholeThreshold(options.threshold, { maskedValue });
    const parts: PartialStatistics[] = [];
    visitParts(frame, { runner: this.#runner, mask: options.mask }, (slot, address, count) => {
      const { kernels, result } = slot;
      const level = Math.max(threshold, 1);
      this.#runner.run(slot, () => kernels.statistics(depth / 8, address, count, level, result));
      parts.push(readPartial(kernels.memory.buffer, result));
    });
    return toStatistics(parts.reduce(mergePartials), { count: data.length, threshold });
  }

  /**
   * How often each count occurs in a frame, and its percentiles, in one read of its pixels.
   *
   * @throws {FrameClosedError} when the frame's event is closed; {@link DecodeError} INTERNAL when the module traps.
   */
  histogram(frame: DetectorFrame): FrameHistogram {
    const histogram = new FrameHistogram();
    visitParts(frame, { runner: this.#runner }, (slot, address, count) => {
      const { kernels, workspace } = slot;
      this.#runner.run(slot, () => kernels.histogram(frame.depth / 8, address, count, workspace));
      histogram.addTable(kernels.memory.buffer, workspace);
    });
    return histogram;
  }

  /**
   * A picture of a frame or of any part of it, at any zoom: RGBA in memory of its own, or in `options.into`.
   *
   * Zoomed in, a picture pixel shows the source pixel under its centre; zoomed out, the maximum or the mean of those
   * whose centres it covers. Whole steps of 1, 2, 4 and 8 source pixels from a whole pixel on are the fastest.
   *
   * @throws {FrameClosedError} when the frame's event is closed; {@link EigerMonitorError} BAD_OPTION for an option out
   * of its range; {@link DecodeError} INTERNAL when the module traps, LIMIT for a frame of more than 65536 pixels a side.
   */
  picture(frame: DetectorFrame, options: PictureOptions = {}): Picture {
    const levels = options.levels ?? this.#usualLevels(frame);
    return drawPicture(frame, { ...options, levels }, this.#runner);
  }

  /**
   * Adds a frame to the sum and the maximum of those before it; begins a new accumulation without `options.into`.
   * @throws {FrameClosedError}; {@link EigerMonitorError} BAD_OPTION when the frame is of another shape or depth;
   * {@link DecodeError} LIMIT when there is no memory.
   */
  accumulate(frame: DetectorFrame, options: { readonly into?: Accumulation } = {}): Accumulation {
    const accumulation = options.into ?? new Accumulation(frame, this.#runner);
    accumulation.add(frame);
    return accumulation;
  }

  /**
   * The same for what other frames have added up to, as {@link Accumulation.part} gives it.
   * @throws {EigerMonitorError} BAD_OPTION, also when it is no whole part; {@link DecodeError} LIMIT
   */
  merge(part: AccumulationPart, options: { readonly into?: Accumulation } = {}): Accumulation {
    provePart(part, options.into?.maximum ?? part);
    const accumulation = options.into ?? new Accumulation(part, this.#runner);
    accumulation.merge(part);
    return accumulation;
  }

  /**
   * A frame compressed, to be kept: a `bslz4` payload that {@link decode} takes back, pixel for pixel, and that DECTRIS' own
   * decoders read.
   *
   * @throws {FrameClosedError}; {@link DecodeError} INTERNAL when the module traps.
   */
  encode(frame: DetectorFrame): Uint8Array<ArrayBuffer> {
    const steps = this.encodeInSteps(frame);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  }

  /**
   * The same in steps of a MiB of pixels (about a millisecond each), for whoever has something else to do in between. The frame
   * must stay open until the last one, which returns the payload.
   */
  encodeInSteps(frame: DetectorFrame): Generator<void, Uint8Array<ArrayBuffer>, void> {
    return encodeFrame(frame, this.#runner);
  }

  #usualLevels(frame: DetectorFrame): readonly [low: number, high: number] {
    return [0, Math.max(this.histogram(frame).percentile(0.999) ?? 0, LEAST_FULL_SCALE)];
  }

  #gather(bytes: Uint8Array, image: TiffImage): DetectorFrame {
    const { rows, columns, depth } = image;
    const lease = this.slots.acquire((rows * columns * depth) / 8, { pixelOffset: 0 });
    const target = lease.bytes;
    let end = 0;
    for (const { offset, byteLength } of image.strips) {
      target.set(bytes.subarray(offset, offset + byteLength), end);
      end += byteLength;
    }
    const pixels = viewPixels(target.buffer, target.byteOffset, { depth, count: rows * columns });
    if (!image.littleEndian) this.#swapBytes(lease, pixels);
    return new DetectorFrame({ pixels, rows, columns, depth, lease, ownsLease: true });
  }

  #swapBytes(lease: FrameLease, { BYTES_PER_ELEMENT: element, byteOffset, length }: Pixels): void {
    const { slot } = lease;
    try {
      this.#runner.run(slot, () => slot.kernels.swapBytes(element, byteOffset, length));
    } catch (error) {
      lease.release();
      throw error;
    }
  }
}

/** Do the strips lie one behind the other, with the host's byte order? */
function isView({ strips, littleEndian, depth }: TiffImage): boolean {
  const contiguous = strips.every((strip, index) => {
    const former = strips[index - 1];
    return former === undefined || strip.offset === former.offset + former.byteLength;
  });
  return contiguous && (littleEndian || depth === 8);
}

function bytesOf(body: FrameBody | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? body : body.bytes;
}
