/** How much a reader of CBOR puts up with. */
export interface CborLimits {
  /** Items: numbers, texts, arrays, tags … */
  readonly items: number;
  /** Items within items. */
  readonly depth: number;
}

/** What the CBOR of a message may ask of us, beside its bytes: a real one has about 40 items, nested 6 deep. */
export const CBOR_LIMITS = {
  /** Items of one message: numbers, texts, arrays, tags … */
  items: 65_536,
  /** Items within items. */
  depth: 32,
  /** Characters kept of a text. */
  textLength: 4096,
} as const;
