import { InvalidArgumentError } from "commander";
import type { Depth } from "../../tiff/index.ts";
import { UsageError } from "./usageError.ts";

/** What a raw payload does not say of itself, and the user has to. */
export interface PayloadFormat {
  readonly encoding: string;
  readonly shape: readonly [rows: number, columns: number];
  readonly depth: Depth;
}

/** Names as the stream interface has them; three of them say the depth. */
export const PAYLOAD_ENCODINGS = ["lz4", "bslz4", "bs8-lz4", "bs16-lz4", "bs32-lz4"] as const;
export type PayloadEncoding = (typeof PAYLOAD_ENCODINGS)[number];

const DEPTHS: Readonly<Record<PayloadEncoding, Depth | undefined>> = {
  lz4: undefined,
  bslz4: undefined,
  "bs8-lz4": 8,
  "bs16-lz4": 16,
  "bs32-lz4": 32,
};

/** Puts the options together; `undefined` when they do not speak of a payload. @throws {UsageError} */
export function payloadFormat(options: {
  readonly encoding?: PayloadEncoding;
  readonly shape?: PayloadFormat["shape"];
  readonly depth?: Depth;
}): PayloadFormat | undefined {
  const { encoding, shape } = options;
  if (encoding === undefined) {
    if (shape === undefined && options.depth === undefined) return undefined;
    throw new UsageError("--shape and --depth describe a raw payload, so --encoding is needed");
  }
  if (shape === undefined) throw new UsageError(`--encoding ${encoding} needs --shape ROWSxCOLUMNS`);
  const named = DEPTHS[encoding];
  const depth = options.depth ?? named;
  if (depth === undefined)
    throw new UsageError(`--encoding ${encoding} does not say the depth: add --depth 8, 16 or 32`);
  if (named !== undefined && named !== depth)
    throw new UsageError(`--encoding ${encoding} has pixels of ${named} bits, --depth says ${depth}`);
  return { encoding, shape, depth };
}

/** `4362x4148`: rows, then columns. */
export function parseShape(text: string): PayloadFormat["shape"] {
  const [, rows, columns] = /^([1-9]\d{0,8})[x×]([1-9]\d{0,8})$/i.exec(text) ?? [];
  if (rows !== undefined && columns !== undefined) return [Number(rows), Number(columns)];
  throw new InvalidArgumentError("Expected rows and columns, as in 4362x4148.");
}

export function parseDepth(text: string): Depth {
  const depth = Number(text);
  if (depth === 8 || depth === 16 || depth === 32) return depth;
  throw new InvalidArgumentError("Expected 8, 16 or 32.");
}
