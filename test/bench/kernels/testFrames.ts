import { encodePayload } from "eiger-monitor/simulator";
import { type FrameKind, makeFrame, type PixelArray } from "./frames.ts";
import { FRAMES } from "./gatedSamples.ts";

/** A frame of a kind in all the forms that are decoded. */
export interface TestFrame {
  readonly pixels: PixelArray;
  readonly bslz4: Uint8Array<ArrayBuffer>;
  /** All of it in one block, as DECTRIS writes it. */
  readonly lz4: Uint8Array<ArrayBuffer>;
}

/** As many different frames of a kind as are measured in turn. */
export function testFrames(kind: FrameKind): readonly TestFrame[] {
  return Array.from({ length: FRAMES }, (_, seed) => {
    const pixels = makeFrame(kind, seed);
    return {
      pixels,
      bslz4: encodePayload(pixels, { encoding: "bslz4" }),
      lz4: encodePayload(pixels, { encoding: "lz4", blockBytes: pixels.byteLength }),
    };
  });
}

/** @throws {Error} when what a contender decoded is not the frame: it would not be worth measuring. */
export function proveSame(
  name: string,
  actual: ArrayBufferView<ArrayBuffer>,
  { pixels }: Pick<TestFrame, "pixels">,
): void {
  const bytes = viewBytes(actual);
  const wrong = firstDifference(bytes, viewBytes(pixels));
  if (wrong >= 0) throw new Error(`${name}: byte ${wrong} of ${bytes.length} is wrong`);
}

/** A loop, because these are 70 million bytes. */
function firstDifference(actual: Uint8Array, expected: Uint8Array): number {
  const length = Math.min(actual.length, expected.length);
  for (let index = 0; index < length; index++) if (actual[index] !== expected[index]) return index;
  return actual.length === expected.length ? -1 : length;
}

function viewBytes({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The one of a frame's number. */
export function numbered<Item>(items: readonly Item[], frame: number): Item {
  const item = items[frame];
  if (item === undefined) throw new Error(`there is no frame ${frame}`);
  return item;
}
