/** All went well. */
export const OK: i32 = 0;
/** An address or a length lies outside memory: a mistake of the host, never of the input. */
export const OUT_OF_RANGE: i32 = -1;

/** The host's name (closed set of `DecodeError`) of code -1, -2, … */
export const ERROR_NAMES: string[] = ["INTERNAL"];
/** What code -1, -2, … means. */
export const ERROR_TEXTS: string[] = ["an address or a length lies outside the decoder's memory"];
