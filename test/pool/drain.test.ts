import { describe, expect, test } from "vitest";
import { Drain } from "../../src/pool/drain.ts";
import { freshBuffers, type ImageReply, type ImageRequest } from "../../src/simplon/index.ts";
import { ManualClock } from "../support/manualClock.ts";

const REQUEST: ImageRequest = {
  headers: {},
  buffers: freshBuffers,
  headersTimeout: 1000,
  stallTimeout: 1000,
  bodyTimeout: 1000,
  maxBodyBytes: 1000,
};
const NO_IMAGE: ImageReply = { status: 408, header: () => undefined, body: undefined, text: "" };
const IMAGE: ImageReply = { ...NO_IMAGE, status: 200, body: freshBuffers.acquire(8) };

/** A drain whose requests are answered by hand. */
function drained() {
  const stop = new AbortController();
  const clock = new ManualClock();
  const drain = new Drain({ stop: stop.signal, clock });
  let answer: (reply: ImageReply) => void = () => undefined;
  const transport = drain.watch(() => new Promise((resolve) => (answer = resolve)));
  const ask = () => transport("http://dcu/images/next", REQUEST);
  return { stop, clock, drain, ask, answer: (reply: ImageReply) => answer(reply) };
}

describe("a node that is to end", () => {
  test("ends at once while nothing is under way", () => {
    const { stop, drain } = drained();
    expect(drain.signal.aborted).toBe(false);
    stop.abort();
    expect(drain.signal.aborted).toBe(true);
  });

  test("awaits the answer to its request, and ends when that has no image", async () => {
    const { stop, drain, ask, answer } = drained();
    const asked = ask();
    stop.abort();
    expect(drain.signal.aborted).toBe(false);
    answer(NO_IMAGE);
    expect((await asked).status).toBe(408);
    expect(drain.signal.aborted).toBe(true);
  });

  test("finishes the image that comes, and takes no other", async () => {
    const { stop, drain, ask, answer } = drained();
    const asked = ask();
    stop.abort(new Error("enough"));
    answer(IMAGE);
    expect((await asked).status).toBe(200);
    expect(drain.signal.aborted).toBe(false);
    await expect(ask()).rejects.toThrow("enough");
    expect(drain.signal.aborted).toBe(true);
  });

  test("waits two seconds for an answer, not for ever", () => {
    const { stop, drain, ask, clock } = drained();
    void ask();
    stop.abort();
    clock.advance(1999);
    expect(drain.signal.aborted).toBe(false);
    clock.advance(1);
    expect(drain.signal.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
