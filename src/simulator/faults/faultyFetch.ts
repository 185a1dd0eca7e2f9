import type { SimulatorClock } from "../clock.ts";
import type { DcuReply } from "../reply.ts";
import { cutPlace, firstBytes } from "./cutPlace.ts";
import type { ConnectionFault, WireFault } from "./fault.ts";

/** Bytes of an endless body, at a time. */
const PIECE = 65_536;

/** A reply whose connection has a fault, as `fetch` would tell of it to a client of the same process. */
export function faultyResponse(
  reply: DcuReply & { readonly wire: ConnectionFault },
  { clock }: { readonly clock: SimulatorClock },
): Response {
  const { wire, status, headers, body } = reply;
  const length = body.reduce((sum, part) => sum + part.length, 0);
  if (wire.kind === "down") throw new TypeError("fetch failed");
  const sent = firstBytes(body, cutPlace(wire, length));
  switch (wire.kind) {
    case "noReply":
    case "garbage":
    case "largeHead":
    case "twoFramings":
      throw new TypeError("fetch failed");
    case "reset":
    case "close":
    case "unterminated":
      if ("at" in wire && wire.at === "accept") throw new TypeError("fetch failed");
      return new Response(stream(sent, { end: "error" }), { status, headers: withLength(headers, length) });
    case "closeDelimited":
      return new Response(stream(sent, { end: "close" }), { status, headers });
    case "stall":
      return new Response(stream(sent, { end: "never" }), { status, headers: withLength(headers, length) });
    case "drip":
      return new Response(dripping(body, wire, clock), { status, headers: withLength(headers, length) });
    case "endless":
      return new Response(endless(), { headers: { "Content-Type": "application/tiff" } });
    case "hugeLength":
      return new Response(stream([], { end: "never" }), { headers: withLength({}, wire.bytes ?? 2 ** 40) });
    case "extraBytes":
      return new Response(stream(body, { end: "close" }), { status, headers: withLength(headers, length) });
  }
}

function withLength(headers: DcuReply["headers"], length: number): Record<string, string> {
  return { ...headers, "Content-Length": String(length) };
}

function stream(parts: readonly Uint8Array[], { end }: { readonly end: "close" | "error" | "never" }) {
  const left = [...parts];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = left.shift();
        if (part !== undefined) controller.enqueue(part.slice());
        else if (end === "close") controller.close();
        else if (end === "error") controller.error(new TypeError("terminated"));
        else return new Promise(() => undefined);
        return undefined;
      },
    },
    { highWaterMark: 0 },
  );
}

function dripping(
  body: readonly Uint8Array[],
  { bytes = 1, interval = 100 }: Extract<WireFault, { kind: "drip" }>,
  clock: SimulatorClock,
): ReadableStream<Uint8Array> {
  const all = body.flatMap((part) => [...part.subarray(0, PIECE)]);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, interval));
      controller.enqueue(Uint8Array.from(all.slice(at, at + bytes)));
      at += bytes;
      if (at >= all.length) controller.close();
    },
  });
}

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(PIECE)) });
}
