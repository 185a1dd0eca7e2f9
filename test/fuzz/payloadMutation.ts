import type { Random } from "../../src/simulator/patterns/random.ts";
import { blockedBytes, type PayloadParts, readPayload, writePayload } from "../support/payload/framing.ts";
import { mutateSequences } from "./sequenceMutation.ts";

/** A good payload to begin with. */
export interface Seedling {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly parts: PayloadParts;
  readonly element: 0 | 1 | 2 | 4;
  readonly size: number;
}

export function seedling(
  payload: Uint8Array<ArrayBuffer>,
  element: Seedling["element"],
  size: number,
): Seedling {
  return { payload, parts: readPayload(payload, element), element, size };
}

/** A payload that came of a good one: half of the time by its LZ4 sequences, else by framing, bytes or a cut. */
export function mutatePayload(random: Random, seed: Seedling): Uint8Array<ArrayBuffer> {
  const mutations = [
    mutateBlock,
    mutateBlock,
    mutateBlock,
    mutateBlock,
    mutateBytes,
    mutateBytes,
    mutateFraming,
    mutateBlocks,
    cutOrExtend,
  ];
  const mutate = mutations[random.next() % mutations.length] ?? mutateBytes;
  return mutate(random, seed);
}

function mutateBlock(random: Random, { parts, element, size }: Seedling): Uint8Array<ArrayBuffer> {
  if (parts.blocks.length === 0) return writePayload(parts);
  const chosen = random.next() % parts.blocks.length;
  const decoded = Math.min(parts.blockBytes, blockedBytes(size, element) - chosen * parts.blockBytes);
  const plane = element === 0 ? 0 : decoded / (8 * element);
  const blocks = parts.blocks.map((block, index) =>
    // What plain LZ4 keeps as it is has no sequences.
    index === chosen && block.length !== decoded ? mutateSequences(random, { block, decoded, plane }) : block,
  );
  return writePayload({ ...parts, blocks });
}

function mutateBytes(random: Random, { payload }: Seedling): Uint8Array<ArrayBuffer> {
  const bytes = payload.slice();
  for (let edits = 1 + (random.next() % 6); edits > 0; edits--) {
    const place =
      random.next() % 30 === 0 ? random.next() % 12 : 12 + (random.next() % Math.max(bytes.length - 12, 1));
    if (place >= bytes.length) continue;
    const kind = random.next() % 4;
    if (kind === 0) bytes[place] = random.next();
    else if (kind === 1) bytes[place] = (bytes[place] ?? 0) ^ (1 << (random.next() % 8));
    else if (kind === 2) bytes[place] = [0, 1, 15, 16, 240, 254, 255][random.next() % 7] ?? 0;
    else bytes.copyWithin(place, random.next() % bytes.length, random.next() % bytes.length);
  }
  return bytes;
}

/** A field of 32 bits becomes one of the numbers that programs stumble over. */
function mutateFraming(random: Random, { payload, parts, size }: Seedling): Uint8Array<ArrayBuffer> {
  const bytes = payload.slice();
  const view = new DataView(bytes.buffer);
  const fields = [0, 4, 8];
  let place = 12;
  for (const block of parts.blocks) {
    fields.push(place, place);
    place += 4 + block.length;
  }
  const at = fields[random.next() % fields.length] ?? 0;
  const old = view.getUint32(at);
  const numbers = [
    0,
    1,
    2 ** (random.next() % 32),
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32 - 8,
    size,
    bytes.length,
    old + 1,
    old - 1,
  ];
  view.setUint32(at, numbers[random.next() % numbers.length] ?? 0);
  return bytes;
}

function mutateBlocks(random: Random, { parts }: Seedling): Uint8Array<ArrayBuffer> {
  const blocks = [...parts.blocks];
  const pick = () => random.next() % Math.max(blocks.length, 1);
  const kind = random.next() % 4;
  const [from, to] = [pick(), pick()];
  if (kind === 0) blocks.splice(from, 1);
  else if (kind === 1) blocks.splice(to, 0, ...blocks.slice(from, from + 1));
  else if (kind === 2) blocks.splice(to, 0, ...blocks.splice(from, 1));
  else blocks.splice(to, 1, ...blocks.slice(from, from + 1));
  return writePayload({ ...parts, blocks });
}

function cutOrExtend(random: Random, { payload }: Seedling): Uint8Array<ArrayBuffer> {
  const more = random.next() % 2 === 0 ? 1 + (random.next() % 20) : -1 - (random.next() % payload.length);
  const bytes = new Uint8Array(payload.length + more);
  bytes.set(payload.subarray(0, bytes.length));
  return bytes;
}
