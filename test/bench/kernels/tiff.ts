import type { Decoder } from "eiger-monitor";
import type { FrameKind } from "./frames.ts";
import type { FrameContender } from "./gatedSamples.ts";
import { numbered, type TestFrame } from "./testFrames.ts";

const [SHORT, LONG] = [3, 4];
const ENTRY_BYTES = 12;
/** Where the pixels begin: behind the header. */
const PIXELS_AT = 8;

/** A frame as a little-endian TIFF of one strip, its directory behind the pixels. */
export function toTiff({ pixels }: Pick<TestFrame, "pixels">, { model, depth }: FrameKind): ArrayBuffer {
  const entries = [
    [256, LONG, model.columns],
    [257, LONG, model.rows],
    [258, SHORT, depth],
    [259, SHORT, 1],
    [262, SHORT, 1],
    [273, LONG, PIXELS_AT],
    [277, SHORT, 1],
    [278, LONG, model.rows],
    [279, LONG, pixels.byteLength],
  ] as const;
  const directory = 2 * Math.ceil((PIXELS_AT + pixels.byteLength) / 2);
  const file = new ArrayBuffer(directory + 2 + entries.length * ENTRY_BYTES + 4);
  const view = new DataView(file);
  new Uint8Array(file).set(new Uint8Array(pixels.buffer), PIXELS_AT);
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, directory, true);
  view.setUint16(directory, entries.length, true);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, 1, true);
    view.setUint32(entry + 8, value, true);
  }
  return file;
}

/** What a user calls for a TIFF: the frame is a view of it, so that only the second reads all pixels. */
export function tiffCalls(
  decoder: Decoder,
  frames: readonly TestFrame[],
  kind: FrameKind,
): readonly FrameContender[] {
  const files = frames.map((frame) => new Uint8Array(toTiff(frame, kind)));
  return [
    {
      name: "Decoder.decode of TIFF, a view",
      run: (frame) => decoder.decode(numbered(files, frame)).close(),
    },
    {
      name: "Decoder.decode of TIFF, and statistics",
      run: (frame) => decoder.statistics(decoder.decode(numbered(files, frame))),
    },
  ];
}
