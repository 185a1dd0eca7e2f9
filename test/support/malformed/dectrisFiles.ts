import { buildTiff, dectrisEntries, type TestEntry } from "../tiffBuilder.ts";
import type { TestFile } from "./case.ts";
import { place } from "./place.ts";

/** Tag of the pointer to the DECTRIS directory. */
export const POINTER = 51_192;
/** A good file with a DECTRIS directory of ten entries, at byte 8. */
export const FILE = buildTiff({ dectris: dectrisEntries() });

/** A good file with another pointer to its DECTRIS directory. */
export const pointer = (change: Partial<TestEntry>): TestFile => ({
  dectris: dectrisEntries(),
  change: { [POINTER]: change },
});
/** A good file with one other entry in its DECTRIS directory, beside those of the same tag. */
export const added = (...entries: readonly TestEntry[]): TestFile => ({
  dectris: [...dectrisEntries(), ...entries],
});
export const replaced = (entry: TestEntry): TestFile => ({
  dectris: [...dectrisEntries().filter(({ tag }) => tag !== entry.tag), entry],
});

/** Bytes of a good file with other bytes written over them. */
export function written(offset: number, bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const file = FILE.slice();
  file.set(bytes, offset);
  return file;
}

/** The series' id as raw bytes; the builder writes text only. */
export function withText(bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const entry = { tag: 1, type: 1, count: bytes.length, values: bytes };
  const file = buildTiff({ dectris: [...dectrisEntries().filter(({ tag }) => tag !== 1), entry] });
  file[place.dectrisType(1)(file)] = 2;
  return file;
}

/** A good file whose pointer says what is asked for; where it points, `filled` bytes are 0x0a. */
export function pointingAt(target: (bytes: Uint8Array) => number, filled = 0): Uint8Array<ArrayBuffer> {
  const file = Uint8Array.from([
    ...buildTiff({ extra: [{ tag: POINTER, type: 4, values: [0] }] }),
    ...new Array(filled).fill(10),
  ]);
  const view = new DataView(file.buffer);
  view.setUint32(place.field(POINTER)(file), target(file), true);
  if (filled > 1) view.setUint16(target(file), 10, true);
  return file;
}

export function followedBy(next: number): Uint8Array<ArrayBuffer> {
  const file = FILE.slice();
  new DataView(file.buffer).setUint32(8 + 2 + 12 * 10, next, true);
  return file;
}

/** Count and entries of the DECTRIS directory in the other byte order. */
export function swappedDectris(): Uint8Array<ArrayBuffer> {
  const file = FILE.slice();
  const twin = buildTiff({ littleEndian: false, dectris: dectrisEntries() });
  file.set(twin.subarray(8, 8 + 2 + 12 * 10), 8);
  return file;
}
