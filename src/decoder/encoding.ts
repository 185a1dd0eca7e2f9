import { DecodeError } from "../errors.ts";
import type { Depth } from "../tiff/index.ts";

/** How a frame is compressed, by what the kernels want to know of it. */
export interface Compression {
  /** Are the bits of its pixels shuffled (bitshuffle)? */
  readonly shuffled: boolean;
}

const NAMES = /^(lz4|bslz4|bs(8|16|32)-lz4)<?$/;

/**
 * Reads the name of an encoding as DECTRIS writes it: `lz4`, `bslz4`, `bs8-lz4`, `bs16-lz4`, `bs32-lz4` (stream interface;
 * a `<` behind it means little endian).
 * @throws {DecodeError} UNSUPPORTED for another name, and for another depth than 8, 16, 32; INCONSISTENT when the name says
 * another depth.
 */
export function readEncoding(name: string, { depth }: { readonly depth: Depth }): Compression {
  if (![8, 16, 32].includes(depth)) {
    throw new DecodeError("UNSUPPORTED", `pixels of ${depth} bits, expected 8, 16 or 32`, { got: depth });
  }
  const match = NAMES.exec(name);
  if (match === null) {
    const expected = "lz4, bslz4, bs8-lz4, bs16-lz4 or bs32-lz4";
    throw new DecodeError(
      "UNSUPPORTED",
      `encoding ${JSON.stringify(name.slice(0, 40))}, expected ${expected}`,
      {
        got: name,
        limit: expected,
      },
    );
  }
  if (match[2] !== undefined && Number(match[2]) !== depth) {
    throw new DecodeError("INCONSISTENT", `encoding ${name} of pixels of ${depth} bits`, {
      got: match[2],
      limit: depth,
    });
  }
  return { shuffled: match[1] !== "lz4" };
}
