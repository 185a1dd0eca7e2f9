import type { BridgeClient } from "./access.ts";
import type { BridgeClock } from "./clock.ts";
import type { BridgeLimits } from "./limits.ts";
import { refuse } from "./refusal.ts";
import { type ProjectionKind, ResultsFeed, type ResultsSource } from "./results.ts";
import type { Route } from "./routes.ts";

/** Answers for the routes of results; those of a bridge without results do not exist. */
export class ResultsReplies {
  readonly #source: ResultsSource | undefined;
  readonly #feed: ResultsFeed | undefined;

  constructor(
    source: ResultsSource | undefined,
    options: { readonly clock: BridgeClock; readonly limits: BridgeLimits },
  ) {
    this.#source = source;
    this.#feed = source && new ResultsFeed(source, options);
  }

  answer({ path }: Route, { signal }: BridgeClient): Response {
    if (this.#source === undefined || this.#feed === undefined) return refuse("NOT_FOUND");
    if (path === "/results") return follow(this.#feed, signal);
    return sendProjection(this.#source, path.endsWith("/sum") ? "sum" : "maximum");
  }
}

function follow(feed: ResultsFeed, signal: AbortSignal | undefined): Response {
  const stream = feed.follow(signal);
  if (stream === undefined) return refuse("RESULTS_BUSY", { "Retry-After": "5" });
  return new Response(stream, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
}

function sendProjection(source: ResultsSource, kind: ProjectionKind): Response {
  const parts = source.projection(kind);
  if (parts === undefined) return refuse("NO_PROJECTION");
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return new Response(streamOf(parts), {
    headers: { "Content-Type": "image/tiff", "Content-Length": String(length) },
  });
}

/** Bytes of a piece. */
const PIECE = 2 ** 20;

/** In pieces, as the client takes them: what is sent is not copied as a whole. */
function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  const pieces = piecesOf(parts);
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

function* piecesOf(parts: readonly Uint8Array<ArrayBuffer>[]): Generator<Uint8Array, void, void> {
  for (const part of parts)
    for (let start = 0; start < part.length; start += PIECE) yield part.subarray(start, start + PIECE);
}
