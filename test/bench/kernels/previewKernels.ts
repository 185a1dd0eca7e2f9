import type { Arena } from "./arena.ts";
import type { FrameKind } from "./frames.ts";
import type { FrameContender } from "./gatedSamples.ts";

/** Offsets and sizes of assembly/picture.ts and assembly/tones.ts. */
const REQUEST = { sizes: 32, fromRow: 40, bytes: 64 };
const TONES = { stepCount: 262_208, outside: 262_212, steps: 262_216 };
const GREYS = 256;
/** A band of the picture stays in the second cache. */
const BAND_BYTES = 2 ** 20;
/** Of frames and pictures up to 16 000 columns. */
const SCRATCH_BYTES = 2 ** 18;

/** The picture kernel alone, in place: what `Decoder.picture` does but for copying the picture out. */
export function previewKernels(arena: Arena, { depth, model }: FrameKind): FrameContender[] {
  const { kernels, memory, picture: request } = arena;
  const tones = request + REQUEST.bytes;
  const scratch = tones + TONES.steps + 8 * GREYS + 56;
  const target = scratch + SCRATCH_BYTES;
  writeGreys(new Uint32Array(memory.buffer, tones, (TONES.steps + 8 * GREYS) / 4));
  kernels.prepareTones(tones);
  return [2, 4].map((step) => {
    const columns = Math.floor(model.columns / step);
    const rows = Math.floor(model.rows / step);
    const bandRows = Math.floor(BAND_BYTES / (4 * columns));
    return {
      name: previewName(step),
      run(frame) {
        new Float64Array(memory.buffer, request, 4).set([0, 0, columns * step, rows * step]);
        const words = new Int32Array(memory.buffer, request, REQUEST.bytes / 4);
        words.set([columns, rows, 0, 0, model.columns, 0, model.rows, -1], REQUEST.sizes / 4);
        for (let fromRow = 0; fromRow < rows; fromRow += bandRows) {
          words.set([fromRow, Math.min(fromRow + bandRows, rows)], REQUEST.fromRow / 4);
          const { pixels } = arena.place(frame);
          const code = kernels.picture(depth / 8, pixels, request, tones, scratch, target);
          if (code < 0) throw new Error(`the picture kernel failed with ${code}`);
        }
      },
    };
  });
}

export function previewName(step: number): string {
  return `kernel of ${step}×${step}, maximum`;
}

/** 255 counts from white to black; masked, which is 0, is white too. */
function writeGreys(words: Uint32Array): void {
  words[TONES.stepCount / 4] = GREYS;
  words[TONES.outside / 4] = 0;
  for (let step = 0; step < GREYS; step++) {
    words[TONES.steps / 4 + 2 * step] = step;
    words[TONES.steps / 4 + 2 * step + 1] = 0xff000000 + 0x010101 * (255 - step);
  }
}
