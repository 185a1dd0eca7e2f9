import fc from "fast-check";
import { encodePayload } from "../../src/simulator/compression/encodePayload.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { readPayload } from "../support/payload/framing.ts";
import { FORMS } from "../support/payload/guardedKernels.ts";
import { readLz4 } from "../support/payload/lz4Sequences.ts";
import type { FuzzInput } from "./fuzzInput.ts";
import { type Field, replaceFields, replacements } from "./nastyFields.ts";

/** A compressed frame of any kind, with up to five of its fields replaced: header, lengths, and the insides of blocks. */
export const payloadModel: fc.Arbitrary<FuzzInput> = fc
  .record({
    seed: fc.nat(),
    depth: fc.constantFrom(8, 16, 32),
    count: fc.integer({ min: 1, max: 700 }),
    kind: fc.constantFrom(...FRAME_KINDS),
    density: fc.double({ min: 0, max: 1, noNaN: true }),
    encoding: fc.constantFrom("lz4", "bslz4", "bslz4", "bslz4"),
    eights: fc.constantFrom(1, 2, 3, 5, 6, 8, 12, 16, 17, 32, 64, 128),
    form: fc.constantFrom(...FORMS),
    threshold: fc.constantFrom(1, 2, 127, 128, 70_000),
    atMemoryEnd: fc.boolean(),
    shift: fc.integer({ min: 0, max: 15 }),
    replacements,
    /** Pixels that the frame is said to have more. */
    wrongSize: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -9, max: 9 }) },
    ),
  })
  .map(({ seed, depth, encoding, eights, wrongSize, form, replacements: chosen, ...rest }) => {
    const bits = depth as 8 | 16 | 32;
    const pixels = makeFrame(new Random(seed), { ...rest, depth: bits });
    const element = (encoding === "lz4" ? 0 : depth / 8) as 0 | 1 | 2 | 4;
    const payload = encodePayload(pixels, {
      encoding: encoding as "lz4" | "bslz4",
      blockBytes: 8 * eights * (depth / 8),
    });
    replaceFields(payload, payloadFields(payload, element), chosen);
    const size = Math.max(pixels.byteLength + wrongSize * (depth / 8), depth / 8);
    const { threshold, atMemoryEnd, shift } = rest;
    const run = { payload, element, size, form: formFor(element, form), threshold, atMemoryEnd, shift };
    return { kind: "payload", run } as const;
  });

/** The form that is asked for, where that encoding has it. */
export function formFor(element: number, form: (typeof FORMS)[number]): (typeof FORMS)[number] {
  if (element === 0 || (form === "saturated" && element !== 4)) return "pixels";
  return form;
}

/** Every number of a good payload: header, lengths of blocks, tokens and offsets in them. */
export function payloadFields(payload: Uint8Array, element: number): readonly Field[] {
  const word = (offset: number): Field => ({ offset, bytes: 4, littleEndian: false });
  const fields = [word(0), word(4), word(8)];
  let from = 12;
  for (const block of readPayload(payload, element).blocks) {
    fields.push(word(from), word(from));
    fields.push(...blockFields(block).map((field) => ({ ...field, offset: from + 4 + field.offset })));
    from += 4 + block.length;
  }
  return fields;
}

/** Tokens and offsets of an LZ4 block; a block that is kept as it is has what looks like them. */
function blockFields(block: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  const more = (length: number) => (length < 15 ? 0 : 1 + Math.floor((length - 15) / 255));
  let from = 0;
  for (const { literals, match } of readLz4(block)) {
    fields.push({ offset: from, bytes: 1, littleEndian: true });
    from += 1 + more(literals.length) + literals.length;
    if (match === undefined || from + 2 > block.length) break;
    fields.push({ offset: from, bytes: 2, littleEndian: true });
    from += 2 + more(match.length - 4);
    if (from >= block.length) break;
  }
  return fields;
}
