/** A payload in its parts (dectris/compression): 12 bytes of header, blocks with their lengths, bytes behind them. */
export interface PayloadParts {
  readonly size: bigint;
  readonly blockBytes: number;
  readonly blocks: readonly Uint8Array[];
  readonly rest: Uint8Array;
}

/** A payload of these parts, be they consistent or not. */
export function writePayload({ size, blockBytes, blocks, rest }: PayloadParts): Uint8Array<ArrayBuffer> {
  const length = blocks.reduce((sum, block) => sum + 4 + block.length, 12 + rest.length);
  const payload = new Uint8Array(length);
  const view = new DataView(payload.buffer);
  view.setBigUint64(0, size);
  view.setUint32(8, blockBytes);
  let to = 12;
  for (const block of blocks) {
    view.setUint32(to, block.length);
    payload.set(block, to + 4);
    to += 4 + block.length;
  }
  payload.set(rest, to);
  return payload;
}

/** The parts of a good payload whose pixels have `element` bytes, 0 for plain LZ4. */
export function readPayload(payload: Uint8Array, element: number): PayloadParts {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const [size, blockBytes] = [view.getBigUint64(0), view.getUint32(8)];
  const blocks: Uint8Array[] = [];
  let from = 12;
  for (let left = blockedBytes(Number(size), element); left > 0; left -= blockBytes) {
    const end = from + 4 + view.getUint32(from);
    blocks.push(payload.slice(from + 4, end));
    from = end;
  }
  return { size, blockBytes, blocks, rest: payload.slice(from) };
}

/** Bytes of the pixels that are in blocks. */
export function blockedBytes(size: number, element: number): number {
  return element === 0 ? size : size - (size % (8 * element));
}
