import fc from "fast-check";
import { buildTiff, dectrisEntries, type TestEntry } from "../support/tiffBuilder.ts";
import type { FuzzInput } from "./fuzzInput.ts";
import { type Field, replaceFields, replacements } from "./nastyFields.ts";

/** Entries that a file may have beside the usual ones, and that readers treat specially. */
const EXTRA: readonly TestEntry[] = [
  { tag: 254, type: 4, values: [0] },
  { tag: 256, type: 4, values: [6] },
  { tag: 262, type: 3, values: [1] },
  { tag: 266, type: 3, values: [1] },
  { tag: 270, type: 2, values: "a description" },
  { tag: 274, type: 3, values: [1] },
  { tag: 277, type: 3, values: [1] },
  { tag: 282, type: 5, count: 1, raw: 8 },
  { tag: 284, type: 3, values: [1] },
  { tag: 317, type: 3, values: [1] },
  { tag: 322, type: 3, values: [16] },
  { tag: 330, type: 4, values: [8] },
  { tag: 700, type: 1, count: 16, raw: 8 },
  { tag: 51_192, type: 4, values: [8] },
];
const EXTRA_DECTRIS: readonly TestEntry[] = [
  { tag: 8, type: 4, values: [1] },
  { tag: 10, type: 12, values: [1] },
  { tag: 22, type: 12, values: [1, 2] },
  { tag: 23, type: 12, values: [0.15] },
  { tag: 3, type: 3, values: [9] },
];

/** A monitor's TIFF of any kind that is read, with up to five of its fields replaced; mostly whole. */
export const tiffModel: fc.Arbitrary<FuzzInput> = fc
  .record({
    littleEndian: fc.boolean(),
    rows: fc.integer({ min: 1, max: 7 }),
    columns: fc.integer({ min: 1, max: 13 }),
    depth: fc.constantFrom(8, 16, 32),
    rowsPerStrip: fc.integer({ min: 1, max: 8 }),
    stripGap: fc.integer({ min: 0, max: 5 }),
    shift: fc.integer({ min: 0, max: 15 }),
    dectris: fc.option(fc.subarray([...dectrisEntries(), ...EXTRA_DECTRIS])),
    extra: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray([...EXTRA]) },
    ),
    replacements,
    cut: fc.option(fc.nat(), { freq: 20 }),
  })
  .map(({ dectris, replacements: chosen, cut, ...file }) => {
    const options = { ...file, depth: file.depth as 8 | 16 | 32 };
    const whole = buildTiff({ ...options, ...(dectris !== null && { dectris }) });
    replaceFields(whole, tiffFields(whole), chosen);
    const bytes = cut === null ? whole : whole.slice(0, cut % whole.length);
    return { kind: "tiff", bytes } as const;
  });

/** Every number of a file's header and directories, found by walking it; the file must be good. */
export function tiffFields(bytes: Uint8Array): readonly Field[] {
  const littleEndian = bytes[0] === 0x49;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [
    { offset: 2, bytes: 2, littleEndian },
    { offset: 4, bytes: 4, littleEndian },
  ];
  const directories = [view.getUint32(4, littleEndian), ...(hasDectris(view, littleEndian) ? [8] : [])];
  for (const directory of directories) {
    const count = view.getUint16(directory, littleEndian);
    fields.push({ offset: directory, bytes: 2, littleEndian });
    for (let index = 0; index < count; index++) {
      const entry = directory + 2 + 12 * index;
      fields.push({ offset: entry, bytes: 2, littleEndian }, { offset: entry + 2, bytes: 2, littleEndian });
      fields.push(
        { offset: entry + 4, bytes: 4, littleEndian },
        { offset: entry + 8, bytes: 4, littleEndian },
      );
      if (view.getUint16(entry + 2, littleEndian) === 3)
        fields.push({ offset: entry + 8, bytes: 2, littleEndian });
    }
    fields.push({ offset: directory + 2 + 12 * count, bytes: 4, littleEndian });
  }
  return fields;
}

function hasDectris(view: DataView, littleEndian: boolean): boolean {
  const count = view.getUint16(8, littleEndian);
  return count > 0 && count < 20 && 8 + 2 + 12 * count + 4 <= view.getUint32(4, littleEndian);
}
