import type { Decoder, FrameLease } from "eiger-monitor";
import { numbered, type TestFrame } from "./testFrames.ts";

const ALIGNMENT = 64;
/** What a kernel may write behind its last index, and what it may read behind a payload. */
const SLACK = 64;

/** All that the picture kernel needs beside the pixels. */
const PICTURE_BYTES = 2 ** 21;

/** Stays in the nearest cache of any processor. */
export const CALIBRATION_BYTES = 2 ** 14;

/** Where one frame's forms are. */
interface Place {
  readonly pixels: number;
  readonly bslz4: Run;
  readonly lz4: Run;
}

interface Run {
  readonly address: number;
  readonly length: number;
}

/** Frames and payloads in the memory of one slot, with room for what kernels make of them: kernels run in place. */
export class Arena {
  readonly places: readonly Place[];
  readonly scratch: number;
  /** Room for a frame, or for its pixels that have counts. */
  readonly values: number;
  /** For the picture kernel: request, tones, scratch and a band of the picture, one behind the other. */
  readonly picture: number;
  readonly indices: number;
  /** Zeros that nobody writes to, for the calibration. */
  readonly zeros: number;
  readonly #spare: number;
  readonly #lease: FrameLease;

  constructor(decoder: Decoder, frames: readonly TestFrame[]) {
    const [{ pixels } = { pixels: new Uint8Array() }] = frames;
    const payloads = frames.reduce((sum, { bslz4, lz4 }) => sum + bslz4.length + lz4.length, 0);
    const indices = 4 * pixels.length + SLACK;
    // Scratch is three blocks of 8192 bytes and some.
    const bytes = payloads + (frames.length + 2) * pixels.byteLength + indices + 2 ** 20 + PICTURE_BYTES;
    this.#lease = decoder.slots.acquire(bytes, { pixelOffset: 0 });
    let end = this.#lease.bytes.byteOffset;
    const take = (length: number): number => {
      const address = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
      end = address + length + SLACK;
      return address;
    };
    const put = (source: ArrayBufferView<ArrayBuffer>): Run => {
      const { buffer, byteOffset, byteLength: length } = source;
      const address = take(length);
      new Uint8Array(this.memory.buffer).set(new Uint8Array(buffer, byteOffset, length), address);
      return { address, length };
    };
    this.places = frames.map((frame) => ({
      pixels: put(frame.pixels).address,
      bslz4: put(frame.bslz4),
      lz4: put(frame.lz4),
    }));
    this.scratch = take(2 ** 18);
    this.zeros = take(CALIBRATION_BYTES);
    new Uint8Array(this.memory.buffer, this.zeros, CALIBRATION_BYTES).fill(0);
    this.indices = take(indices);
    this.values = take(pixels.byteLength);
    this.#spare = take(pixels.byteLength);
    this.picture = take(PICTURE_BYTES);
  }

  get kernels(): FrameLease["slot"]["kernels"] {
    return this.#lease.slot.kernels;
  }

  get memory(): WebAssembly.Memory {
    return this.kernels.memory;
  }

  /** Address of 64 bytes for statistics. */
  get result(): number {
    return this.#lease.slot.result;
  }

  /**
   * Where the form of a frame goes: three places in turn, so that what is written was not in the caches already, whatever
   * writes it. The room for indices is as large as a frame of any depth.
   */
  output(frame: number): number {
    return numbered([this.values, this.indices, this.#spare], frame);
  }

  place(frame: number): Place {
    return numbered(this.places, frame);
  }

  release(): void {
    this.#lease.release();
  }
}
