import fc from "fast-check";

/** A number in a file, or in a payload. */
export interface Field {
  readonly offset: number;
  readonly bytes: 1 | 2 | 4;
  readonly littleEndian: boolean;
}

/** What becomes of a field; the numbers are taken modulo what there is. */
export interface Replacement {
  readonly field: number;
  readonly kind: "zero" | "power" | "length" | "other" | "self" | "step" | "any";
  readonly number: number;
}

/** Up to five fields of any file become numbers that programs stumble over. */
export const replacements: fc.Arbitrary<Replacement[]> = fc.array(
  fc.record({
    field: fc.nat(),
    kind: fc.constantFrom("zero", "power", "length", "other", "self", "step", "any"),
    number: fc.nat(),
  }),
  { minLength: 0, maxLength: 5 },
);

/** Puts the replacements into `bytes`. */
export function replaceFields(
  bytes: Uint8Array,
  fields: readonly Field[],
  chosen: readonly Replacement[],
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (index: number) => fields[index % Math.max(fields.length, 1)];
  for (const { field, kind, number } of chosen) {
    const place = at(field);
    if (place === undefined) return;
    const other = at(number);
    const value = {
      zero: number % 2,
      power: 2 ** (number % 33) + ((number >> 6) % 3) - 1,
      length: bytes.length + (number % 3) - 1,
      other: other === undefined ? 0 : readField(view, other),
      self: place.offset + (number % 3) - 1,
      step: readField(view, place) + (number % 5) - 2,
      any: number * 2,
    }[kind];
    writeField(view, place, value);
  }
}

function readField(view: DataView, { offset, bytes, littleEndian }: Field): number {
  if (bytes === 1) return view.getUint8(offset);
  return bytes === 2 ? view.getUint16(offset, littleEndian) : view.getUint32(offset, littleEndian);
}

function writeField(view: DataView, { offset, bytes, littleEndian }: Field, value: number): void {
  if (bytes === 1) view.setUint8(offset, value);
  else if (bytes === 2) view.setUint16(offset, value, littleEndian);
  else view.setUint32(offset, value, littleEndian);
}
