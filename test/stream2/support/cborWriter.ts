/** Writes CBOR (RFC 8949) item by item, right or wrong as the test wants it; each function gives the bytes of one item. */
export type Item = Uint8Array;

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;

/** The head of an item: its kind, and a number in as few bytes as it needs. */
export function head(kind: keyof typeof MAJOR, value: number | bigint): Item {
  const first = MAJOR[kind] << 5;
  if (value < 24) return Uint8Array.of(first | Number(value));
  const view = new DataView(new ArrayBuffer(9));
  view.setBigUint64(1, BigInt(value));
  const [more, length] =
    value < 2 ** 8 ? [24, 1] : value < 2 ** 16 ? [25, 2] : value < 2 ** 32 ? [26, 4] : [27, 8];
  view.setUint8(8 - length, first | more);
  return new Uint8Array(view.buffer, 8 - length);
}

export function count(value: number | bigint): Item {
  return head("unsigned", value);
}

export function text(value: string): Item {
  const utf8 = new TextEncoder().encode(value);
  return join(head("text", utf8.length), utf8);
}

export function byteString(value: Uint8Array): Item {
  return join(head("bytes", value.length), value);
}

export function array(...items: readonly Item[]): Item {
  return join(head("array", items.length), ...items);
}

/** A key whose value is undefined is left out. */
export function map(entries: Readonly<Record<string, Item | undefined>>): Item {
  const pairs = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [text(key), value],
  );
  return join(head("map", pairs.length / 2), ...pairs);
}

export function tag(number: number | bigint, content: Item): Item {
  return join(head("tag", number), content);
}

/** A double. */
export function float(value: number): Item {
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, 0xfb);
  view.setFloat64(1, value);
  return new Uint8Array(view.buffer);
}

export const NULL: Item = Uint8Array.of(0xf6);
/** An array, and what ends it, whose length is not told. */
export const OPEN_ARRAY: Item = Uint8Array.of(0x9f);
export const OPEN_MAP: Item = Uint8Array.of(0xbf);
export const BREAK: Item = Uint8Array.of(0xff);

export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}

/** An item within an item within an item; `open` is the head of each. */
export function nested(depth: number, open: Item): Item {
  const all = new Uint8Array(depth * open.length + 1);
  for (let level = 0; level < depth; level++) all.set(open, level * open.length);
  all.set(NULL, depth * open.length);
  return all;
}
