import { decodeFirst, Tagged, type Token, Tokenizer, Type } from "cborg";
import { DecodeError } from "../errors.ts";
import { CBOR_LIMITS, type CborLimits } from "./limits.ts";

/** RFC 9277: the tag that says of what follows that it is CBOR, and nothing else. */
const SELF_DESCRIBED = 55_799;

/**
 * One data item of CBOR (RFC 8949) and nothing behind it. Maps become `Map`, tags `Tagged`, integers beyond 2⁵³ `bigint`;
 * byte strings are copies.
 * @param limits - how many items there may be, and how deep within each other; without it, what a stream's message may have.
 * @throws {DecodeError} TRUNCATED, TRAILING, LIMIT; INCONSISTENT for a key that is there twice; CORRUPT for all else.
 */
export function readCbor(bytes: Uint8Array, limits: CborLimits = CBOR_LIMITS): unknown {
  const tokenizer = new BoundedTokenizer(bytes, limits);
  const options = { tokenizer, tags: KEEP_TAGS, useMaps: true, rejectDuplicateMapKeys: true };
  try {
    const [item] = decodeFirst(bytes, options);
    const offset = tokenizer.pos();
    if (offset === bytes.length)
      return item instanceof Tagged && item.tag === SELF_DESCRIBED ? item.value : item;
    throw new DecodeError("TRAILING", `${bytes.length - offset} bytes behind the CBOR item`, {
      offset,
      got: bytes.length,
      limit: offset,
    });
  } catch (error) {
    throw asDecodeError(error, { offset: tokenizer.pos(), length: bytes.length });
  }
}

/** The library asks for a decoder by the tag's number; ours keeps every tag, known or not. */
const KEEP_TAGS = new Proxy<Record<number, (content: () => unknown) => Tagged>>(
  {},
  { get: (_target, tag) => (content: () => unknown) => new Tagged(Number(tag), content()) },
);

/** Counts what it hands out, so that neither the stack nor the memory depends on what a message says of itself. */
class BoundedTokenizer extends Tokenizer {
  readonly #limits: CborLimits;
  #items = 0;
  /** Items that each open array, map and tag waits for; Infinity until a break. */
  readonly #open: number[] = [];

  constructor(bytes: Uint8Array, limits: CborLimits) {
    super(bytes, { allowIndefinite: true, allowBigInt: true });
    this.#limits = limits;
  }

  /** Asked before each item that has to come. */
  override done(): boolean {
    if (super.done()) throw truncated(this.pos());
    return false;
  }

  override next(): Token {
    const token = super.next();
    this.#items += 1;
    if (this.#items > this.#limits.items) this.#refuse(this.#items, this.#limits.items, "items");
    const inside = itemsInside(token);
    if (inside > 0) this.#open.push(inside);
    else this.#close(token);
    if (this.#open.length > this.#limits.depth)
      this.#refuse(this.#open.length, this.#limits.depth, "items within items");
    return token;
  }

  /** An item is complete, and with it all those whose last one it was. */
  #close(token: Token): void {
    if (Type.equals(token.type, Type.break)) this.#open.pop();
    for (let last = this.#open.pop(); last !== undefined; last = this.#open.pop()) {
      if (last === 1) continue;
      this.#open.push(last - 1);
      return;
    }
  }

  #refuse(got: number, limit: number, what: string): never {
    const offset = this.pos();
    throw new DecodeError("LIMIT", `more than ${limit} ${what} in a message`, { offset, got, limit });
  }
}

function itemsInside({ type, value }: Token): number {
  if (Type.equals(type, Type.tag)) return 1;
  if (Type.equals(type, Type.array)) return value;
  return Type.equals(type, Type.map) ? 2 * value : 0;
}

function truncated(length: number): DecodeError {
  return new DecodeError("TRUNCATED", `the message ends at byte ${length}, and more is to come`, {
    offset: length,
    got: length,
  });
}

/** How the library's errors begin; it throws plain ones. */
const LIBRARY = "CBOR decode error: ";

/** A head that the bytes cannot hold is the only error that a longer message would cure. */
function asDecodeError(
  error: unknown,
  { offset, length }: { readonly offset: number; readonly length: number },
): DecodeError {
  if (error instanceof DecodeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const details = { offset, got: length, cause: error };
  if (!message.startsWith(LIBRARY)) return new DecodeError("INTERNAL", `byte ${offset}: ${message}`, details);
  const reason = message.slice(LIBRARY.length);
  if (reason.startsWith("not enough data"))
    return new DecodeError(
      "TRUNCATED",
      `the item at byte ${offset} goes beyond the end at ${length}`,
      details,
    );
  if (reason.startsWith("found repeat map key"))
    return new DecodeError("INCONSISTENT", `byte ${offset}: the key before it is there twice`, details);
  return new DecodeError("CORRUPT", `byte ${offset}: no CBOR`, details);
}
