import type { Random } from "../../src/simulator/patterns/random.ts";

const LONGEST = 8192;
const ODD_BYTES = [0, 1, 15, 16, 31, 127, 128, 240, 254, 255];
const ODD_WORDS = [
  0,
  1,
  7,
  8,
  255,
  256,
  32_767,
  65_535,
  2 ** 20,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 8,
  2 ** 32 - 1,
];

/** Havoc: one to eight changes, one upon the other. Splice: the beginning of one and the end of another. */
export function mutateBytes(
  random: Random,
  { bytes, other }: { readonly bytes: Uint8Array; readonly other: Uint8Array },
): Uint8Array<ArrayBuffer> {
  let changed: Uint8Array<ArrayBuffer> =
    random.next() % 8 === 0 ? splice(random, bytes, other) : bytes.slice();
  for (let changes = 1 << (random.next() % 4); changes > 0; changes--)
    changed = change(random, changed, other);
  return changed.length > LONGEST ? changed.slice(0, LONGEST) : changed;
}

function splice(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = random.next() % (bytes.length + 1);
  const start = random.next() % 2 === 0 ? end % (other.length + 1) : random.next() % (other.length + 1);
  return join(bytes.subarray(0, end), other.subarray(start));
}

function change(random: Random, bytes: Uint8Array<ArrayBuffer>, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const below = (limit: number) => random.next() % Math.max(limit, 1);
  const place = below(bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = Math.max(Math.min(place, bytes.length - 4), 0);
  const littleEndian = below(2) === 0;
  const few = () => 1 + below(below(4) === 0 ? 64 : 8);
  const kind = bytes.length < 4 ? 8 : below(10);
  if (kind === 0) bytes[place] = (bytes[place] ?? 0) ^ (1 << below(8));
  else if (kind === 1) bytes[place] = random.next();
  else if (kind === 2) bytes[place] = ODD_BYTES[below(ODD_BYTES.length)] ?? 0;
  else if (kind === 3) bytes[place] = (bytes[place] ?? 0) + below(9) - 4;
  else if (kind === 4) view.setUint16(wide, ODD_WORDS[below(ODD_WORDS.length)] ?? 0, littleEndian);
  else if (kind === 5) view.setUint32(wide, ODD_WORDS[below(ODD_WORDS.length)] ?? 0, littleEndian);
  else if (kind === 6) view.setUint32(wide, bytes.length + below(5) - 2, littleEndian);
  else if (kind === 7) bytes.copyWithin(place, below(bytes.length), below(bytes.length));
  else if (kind === 8) return insert(random, bytes, place, other);
  else return join(bytes.subarray(0, place), bytes.subarray(place + few()));
  return bytes;
}

/** Some bytes of this or of another, once more. */
function insert(
  random: Random,
  bytes: Uint8Array,
  place: number,
  other: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const source = random.next() % 2 === 0 ? bytes : other;
  const start = random.next() % (source.length + 1);
  const piece = source.subarray(start, start + 1 + (random.next() % 32));
  return join(bytes.subarray(0, place), piece, bytes.subarray(place));
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
