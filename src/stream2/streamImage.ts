import type { Depth, TiffLimits } from "../tiff/index.ts";
import { asArray, asBytes, asCount, asTagged, asText, refuse } from "./fields.ts";

/** One image of an exposure: what one threshold counted. No pixel has been read yet. */
export interface StreamImage {
  /** Name of the channel: `threshold_1`, `threshold_2`, `difference`. */
  readonly threshold: string;
  /** `[rows, columns]`. */
  readonly shape: readonly [rows: number, columns: number];
  readonly depth: Depth;
  /** As the message names it, `bslz4` or `lz4`; `null` when the payload is the pixels themselves, little endian. */
  readonly encoding: string | null;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** RFC 8746, section 3.1: `[[rows, columns], typed array]`, row by row; 1040 goes column by column. */
const MULTI_DIMENSIONAL = 40;
/** RFC 8746, section 2.1. */
const TYPED_ARRAYS = { first: 64, last: 87 } as const;
/** Those that hold counts: uint8, uint8 clamped, uint16 and uint32 little endian. */
const DEPTHS: ReadonlyMap<number, Depth> = new Map([
  [64, 8],
  [68, 8],
  [69, 16],
  [70, 32],
]);
/** DECTRIS: `[name, modifier, bytes]` stands for the byte string that it decompresses to. */
const COMPRESSED = 56_500;

/**
 * Reads a channel of an image message: tag 40 around a typed array around the pixels or tag 56500.
 * @throws {DecodeError} BAD_TYPE, BAD_COUNT, BAD_VALUE, LIMIT, TRUNCATED, INCONSISTENT, UNSUPPORTED
 */
export function readStreamImage(
  value: unknown,
  options: { readonly threshold: string; readonly limits: Pick<TiffLimits, "pixels" | "pixelBytes"> },
): StreamImage {
  const { threshold, limits } = options;
  const array = asTagged(value, threshold);
  if (array.tag !== MULTI_DIMENSIONAL) refuseTag(array.tag, threshold, { tag: MULTI_DIMENSIONAL });
  const [dimensions, typedArray] = asArray(array.value, threshold, 2);
  const pixels = asTagged(typedArray, `pixels of ${threshold}`);
  const depth =
    DEPTHS.get(pixels.tag) ?? refuseTag(pixels.tag, `pixels of ${threshold}`, { tag: "64, 69 or 70" });
  const shape = readShape(dimensions, { threshold, depth, limits });
  return { threshold, shape, depth, ...readPayload(pixels.value, { threshold, shape, depth }) };
}

function readShape(
  value: unknown,
  options: {
    readonly threshold: string;
    readonly depth: Depth;
    readonly limits: Pick<TiffLimits, "pixels" | "pixelBytes">;
  },
): readonly [rows: number, columns: number] {
  const { depth, limits } = options;
  const name = `dimensions of ${options.threshold}`;
  const [rows = 0, columns = 0] = asArray(value, name, 2).map((extent) => asCount(extent, name));
  if (rows === 0 || columns === 0)
    refuse(
      "BAD_VALUE",
      `${name} are ${rows} × ${columns}, expected 1 × 1 or more`,
      `${rows} × ${columns}`,
      1,
    );
  const pixels = rows * columns;
  if (pixels > limits.pixels)
    refuse("LIMIT", `${name}: ${pixels} pixels, at most ${limits.pixels} are read`, pixels, limits.pixels);
  const bytes = (pixels * depth) / 8;
  if (bytes > limits.pixelBytes)
    refuse(
      "LIMIT",
      `${name}: ${bytes} bytes, at most ${limits.pixelBytes} are read`,
      bytes,
      limits.pixelBytes,
    );
  return [rows, columns];
}

function readPayload(
  value: unknown,
  { threshold, shape, depth }: Pick<StreamImage, "threshold" | "shape" | "depth">,
): Pick<StreamImage, "encoding" | "payload"> {
  const name = `payload of ${threshold}`;
  if (value instanceof Uint8Array) {
    const payload = asBytes(value, name);
    const size = (shape[0] * shape[1] * depth) / 8;
    if (payload.length === size) return { encoding: null, payload };
    const code = payload.length < size ? "TRUNCATED" : "TRAILING";
    return refuse(code, `${name} has ${payload.length} bytes, its pixels need ${size}`, payload.length, size);
  }
  const compressed = asTagged(value, name);
  if (compressed.tag !== COMPRESSED) refuseTag(compressed.tag, name, { tag: COMPRESSED });
  const [encoding, modifier, bytes] = asArray(compressed.value, name, 3);
  const image = { encoding: asText(encoding, `encoding of ${threshold}`), payload: asBytes(bytes, name) };
  // Only bitshuffle needs to know the size of its elements; lz4 has something there that stands for nothing.
  if (image.encoding !== "bslz4") return image;
  const elementBits = 8 * asCount(modifier, `element size of ${threshold}`);
  if (elementBits === depth) return image;
  return refuse(
    "INCONSISTENT",
    `${name}: elements of ${elementBits} bits, pixels of ${depth}`,
    elementBits,
    depth,
  );
}

/** Another tag of RFC 8746 is something that exists and is not read; any other has no business there. */
function refuseTag(got: number, name: string, expected: { readonly tag: number | string }): never {
  const typed = got >= TYPED_ARRAYS.first && got <= TYPED_ARRAYS.last;
  const code = (typed && !DEPTHS.has(got)) || got === 1040 ? "UNSUPPORTED" : "BAD_TYPE";
  return refuse(code, `${name}: tag ${got}, expected ${expected.tag}`, got, expected.tag);
}
