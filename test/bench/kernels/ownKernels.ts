import type { Decoder } from "eiger-monitor";
import type { Arena } from "./arena.ts";
import type { FrameKind } from "./frames.ts";
import type { FrameContender } from "./gatedSamples.ts";
import { numbered, proveSame, type TestFrame } from "./testFrames.ts";
import { yardstick } from "./yardstick.ts";

/** Names of the contenders that promises are about. */
export const NAMES = {
  copy: "memory.copy of the output",
  fill: "memory.fill of the output",
  read: "vector loop that reads a frame",
  decode: "bslz4 → frame",
  measured: "bslz4 → frame and statistics",
  statistics: "statistics alone",
} as const;

/**
 * The limits of the machine: the first is what the others are compared with. They read and write the same places in turn as the
 * kernels do. A range that is filled again and again, or copied to again and again, is in part in the last cache: a frame of 36 MB
 * was filled at up to 70 GB/s, and at 26 in turn.
 */
export function limits(arena: Arena, { byteLength }: { readonly byteLength: number }): FrameContender[] {
  const { copy, fill, read } = yardstick(arena.memory);
  return [
    {
      name: NAMES.copy,
      run: (frame) => copy(arena.output(frame), arena.place(frame).pixels, byteLength),
    },
    { name: NAMES.fill, run: (frame) => fill(arena.output(frame), 0, byteLength) },
    {
      name: NAMES.read,
      run: (frame) => read(arena.result, arena.place(frame).pixels, byteLength - (byteLength % 64)),
    },
  ];
}

/** Our kernels in place: payloads lie in the module's memory as they do when they were received there. */
export function ownKernels(arena: Arena, { depth, model }: FrameKind): FrameContender[] {
  const { kernels, scratch, values, indices, result } = arena;
  const element = depth / 8;
  const count = model.rows * model.columns;
  const size = count * element;
  /** Proving the payload is a part of decoding it. */
  const shuffled = (
    name: string,
    kernel: (address: number, length: number, output: number) => number,
  ): FrameContender => ({
    name,
    run(frame) {
      const { address, length } = arena.place(frame).bslz4;
      succeed(name, kernels.prove(address, length, size, element));
      succeed(name, kernel(address, length, arena.output(frame)));
    },
  });
  return [
    shuffled(NAMES.decode, (payload, length, output) =>
      kernels.decompress(element, payload, length, size, scratch, output, 1, 0),
    ),
    shuffled(NAMES.measured, (payload, length, output) =>
      kernels.decompress(element, payload, length, size, scratch, output, 1, result),
    ),
    shuffled("bslz4 → indices and values", (payload, length) =>
      kernels.sparse(element, payload, length, size, scratch, indices, values),
    ),
    ...(depth === 32
      ? [
          shuffled("bslz4 → saturated u16", (payload, length, output) =>
            kernels.decompressDisplay(payload, length, size, scratch, output),
          ),
        ]
      : []),
    {
      name: NAMES.statistics,
      run: (frame) =>
        succeed("statistics", kernels.statistics(element, arena.place(frame).pixels, count, 1, result)),
    },
    {
      name: "lz4 → frame",
      run(frame) {
        const { address, length } = arena.place(frame).lz4;
        succeed("lz4", kernels.prove(address, length, size, 0));
        succeed("lz4", kernels.decompressLz4(address, length, size, arena.output(frame)));
      },
    },
  ];
}

/** What a user calls, with the payload somewhere else in memory. */
export function decoderCalls(
  decoder: Decoder,
  frames: readonly TestFrame[],
  { depth, model }: FrameKind,
): FrameContender[] {
  const options = { encoding: "bslz4", shape: [model.rows, model.columns], depth } as const;
  return [
    {
      name: "Decoder.decode of bslz4",
      run: (frame) => decoder.decode(numbered(frames, frame).bslz4, options).close(),
    },
  ];
}

/** Runs those that leave a frame in the output once on each frame. */
export function proveKernels(
  contenders: readonly FrameContender[],
  arena: Arena,
  frames: readonly TestFrame[],
): void {
  for (const { name, run } of contenders.filter(({ name }) => /→ frame/.test(name))) {
    for (const [index, { pixels }] of frames.entries()) {
      const output = new Uint8Array(
        arena.memory.buffer as ArrayBuffer,
        arena.output(index),
        pixels.byteLength,
      );
      output.fill(0xa5);
      run(index);
      proveSame(name, output, { pixels });
    }
  }
}

function succeed(name: string, code: number): void {
  if (code < 0) throw new Error(`${name} failed with ${code}`);
}
