import { encodePayload } from "../../src/simulator/compression/encodePayload.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { makeFrame } from "../support/payload/frames.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { bytesOf, type FuzzInput, withBytes } from "./fuzzInput.ts";

const FIRST_BYTES = 400;

/** A file with a DECTRIS directory and strips, and a payload of several blocks: both of about 400 bytes. */
function bases(): readonly FuzzInput[] {
  const bytes = buildTiff({ rowsPerStrip: 2, dectris: dectrisEntries() });
  const pixels = makeFrame(new Random(3), { depth: 16, count: 333, kind: "counts and gaps" });
  const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes: 256 });
  const run = { payload, element: 2, size: pixels.byteLength, form: "measured" } as const;
  return [
    { kind: "tiff", bytes },
    { kind: "payload", run },
  ];
}

/** Every prefix, each of the first bytes as each of 256 values, and every two tags exchanged. */
export function* exhaustiveInputs(): Generator<FuzzInput> {
  for (const base of bases()) {
    const bytes = bytesOf(base);
    for (let length = 0; length < bytes.length; length++) yield withBytes(base, bytes.slice(0, length));
    for (let place = 0; place < Math.min(bytes.length, FIRST_BYTES); place++) {
      for (let value = 0; value < 256; value++) yield withBytes(base, withByte(bytes, place, value));
    }
    if (base.kind === "tiff") yield* exchangedTags(base.bytes);
  }
}

/** How many there are. */
export function exhaustiveCount(): number {
  let count = 0;
  for (const _ of exhaustiveInputs()) count += 1;
  return count;
}

function withByte(bytes: Uint8Array, place: number, value: number): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  changed[place] = value;
  return changed;
}

/** Tags of both directories, each with each. */
function* exchangedTags(bytes: Uint8Array): Generator<FuzzInput> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = [8, view.getUint32(4, true)].flatMap((directory) =>
    Array.from({ length: view.getUint16(directory, true) }, (_, index) => directory + 2 + 12 * index),
  );
  for (const [index, first] of places.entries()) {
    for (const second of places.slice(index + 1)) {
      const changed = bytes.slice();
      changed.set(bytes.subarray(first, first + 2), second);
      changed.set(bytes.subarray(second, second + 2), first);
      yield { kind: "tiff", bytes: changed };
    }
  }
}
