/** All went well. */
export const OK: i32 = 0;
/** An address or a length lies outside memory: a mistake of the host, never of the input. */
export const OUT_OF_RANGE: i32 = -1;
export const TRUNCATED: i32 = -2;
export const BAD_VALUE: i32 = -3;
export const INCONSISTENT: i32 = -4;
export const LIMIT: i32 = -5;
export const UNSUPPORTED: i32 = -6;
export const CORRUPT: i32 = -7;
export const TRAILING: i32 = -8;

/** The host's name (closed set of `DecodeError`) of code -1, -2, … */
export const ERROR_NAMES: string[] = [
  "INTERNAL",
  "TRUNCATED",
  "BAD_VALUE",
  "INCONSISTENT",
  "LIMIT",
  "UNSUPPORTED",
  "CORRUPT",
  "TRAILING",
];
/** What code -1, -2, … means. */
export const ERROR_TEXTS: string[] = [
  "an address or a length lies outside the decoder's memory",
  "the payload ends before its content does",
  "the header of the payload has a value that cannot be",
  "the payload does not fit the frame",
  "the payload asks for more than is allowed",
  "the payload is of a kind that is not read",
  "a compressed block is damaged",
  "bytes follow the last block",
];
