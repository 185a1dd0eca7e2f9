import { isEigerMonitorError } from "../errors.ts";
import { type Exchange, failure } from "./exchange.ts";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Piece = Awaited<ReturnType<Reader["read"]>>;

/** What a body may be like. */
export interface BodyBounds {
  readonly maxBytes: number;
  /** As its head said; it must come to that. */
  readonly expected: number | undefined;
  /** Milliseconds between two pieces. */
  readonly silence: number;
}

/**
 * The DCU's body as it comes, piece by piece and only as fast as it is read: nothing is kept here. It ends cleanly when
 * the DCU's did, and in an error when that was cut, too long, too short or silent for too long.
 */
export function upstreamBody(
  first: Piece,
  options: BodyBounds & { readonly reader: Reader; readonly exchange: Exchange },
): ReadableStream<Uint8Array> {
  const { reader, exchange, silence } = options;
  const measure = new Measure(options);
  let piece: Piece | undefined = first;
  return new ReadableStream<Uint8Array>(
    {
      // At once, and not when it is next read: a client that has stopped reading would never hear of it.
      start: (controller) => exchange.onAbandon((reason) => controller.error(reason)),
      async pull(controller) {
        try {
          const { done, value } = piece ?? (await exchange.within(silence, reader.read()));
          piece = undefined;
          measure.add(done ? undefined : value);
          if (!done) return controller.enqueue(value);
          exchange.finish();
          controller.close();
        } catch (cause) {
          const error = isEigerMonitorError(cause) ? cause : failure("UPSTREAM_CUT", cause);
          exchange.abandon(error);
        }
      },
      cancel: (reason) => exchange.abandon(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Counts a body's bytes against what was said and what is let through. */
class Measure {
  readonly #bounds: BodyBounds;
  #bytes = 0;

  constructor(bounds: BodyBounds) {
    this.#bounds = bounds;
  }

  /** Undefined: the body is at its end. */
  add(piece: Uint8Array | undefined): void {
    const { maxBytes, expected = Number.POSITIVE_INFINITY } = this.#bounds;
    this.#bytes += piece?.length ?? 0;
    if (this.#bytes > maxBytes) throw failure("UPSTREAM_TOO_LARGE");
    const isWhole = piece !== undefined || expected === this.#bytes || expected === Number.POSITIVE_INFINITY;
    if (this.#bytes > expected || !isWhole) throw failure("UPSTREAM_CUT");
  }
}
