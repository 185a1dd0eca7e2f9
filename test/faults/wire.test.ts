import { describe, expect, test } from "vitest";
import type { MonitorCounters } from "../../src/om/index.ts";
import type { MonitorLimits } from "../../src/simplon/index.ts";
import type { Fault } from "../../src/simulator/index.ts";
import { faultRun, onImage, TRANSPORTS } from "./support/faultRun.ts";

/** A reply that is broken on its way, and what is counted. */
interface Row {
  readonly fault: Fault;
  /** The image that it would have brought has left the control unit. */
  readonly lost: boolean;
  readonly counters: Partial<MonitorCounters>;
  readonly limits?: Partial<MonitorLimits>;
}

const CUT = { faults: 1, transitLost: 1, decodeErrors: 0 } as const;
const NO_REPLY = { faults: 1, transitLost: 0, decodeErrors: 0 } as const;
const SMALL = { bodyBytes: 2 ** 20 } as const;

const ROWS: readonly (readonly [string, Row])[] = [
  ["F07 reset mid-body", cut({ kind: "reset", fraction: 0.5 })],
  ["F08 end before the Content-Length", cut({ kind: "close", fraction: 0.5 })],
  ["F09 chunked body without its end", cut({ kind: "unterminated", fraction: 1 })],
  [
    "F10 body of no stated length, cut",
    // Nothing on the wire shows it: the file does.
    {
      fault: { kind: "closeDelimited", fraction: 0.5 },
      lost: true,
      counters: { faults: 0, decodeErrors: 1 },
    },
  ],
  ["F12 Content-Length and Transfer-Encoding", noReply({ kind: "twoFramings" }, { PROTOCOL: 1 })],
  ["F13 garbage instead of a status line", noReply({ kind: "garbage" }, { PROTOCOL: 1 })],
  ["F13 HTTP/0.9", noReply({ kind: "garbage", text: "<html>no head</html>\r\n\r\n" }, { PROTOCOL: 1 })],
  ["F14 20 kB of headers", noReply({ kind: "largeHead" }, { PROTOCOL: 1 })],
  [
    "F18 endless body",
    // It was an image that had begun, as far as anybody can tell.
    {
      fault: { kind: "endless" },
      lost: false,
      limits: SMALL,
      counters: { ...CUT, faultsByKind: { TOO_LARGE: 1 } },
    },
  ],
  [
    "F19 Content-Length of 1 TiB",
    {
      fault: { kind: "hugeLength" },
      lost: false,
      counters: { ...CUT, faultsByKind: { TOO_LARGE: 1 } },
    },
  ],
];

function cut(fault: Fault): Row {
  return { fault, lost: true, counters: CUT };
}

function noReply(fault: Fault, faultsByKind?: MonitorCounters["faultsByKind"]): Row {
  return { fault, lost: false, counters: { ...NO_REPLY, ...(faultsByKind && { faultsByKind }) } };
}

describe.each(TRANSPORTS)("over %s:", (_, transport) => {
  test.each(ROWS)("%s", async (_name, { fault, lost, counters, limits }) => {
    const run = await faultRun({
      faults: [onImage(2, fault)],
      imageTransport: transport({}),
      ...(limits && { limits }),
    });
    run.expose(3);
    expect(await run.ids(lost ? 2 : 3)).toEqual(lost ? ["1_0", "1_2"] : ["1_0", "1_1", "1_2"]);
    expect(run.handler.counters).toMatchObject(counters);
    expect(run.states.names).toEqual(
      counters.faults === 0 ? ["connecting", "live"] : ["connecting", "live", "unreachable", "live"],
    );
    await run.delivers("1_3");
    expect(run.served.dcu.faults).toEqual({ [fault.kind]: 1 });
    if (lost) run.expectLaw();
  });

  test.each([
    ["F05 reset", "reset"],
    ["F06 closed", "close"],
  ] as const)("%s on accept", async (_name, kind) => {
    // The first request: on a connection that was used before, it would be sent once more at once (F45).
    const run = await faultRun({
      faults: [onImage(1, { kind, at: "accept" })],
      imageTransport: transport({}),
    });
    run.expose(2);
    expect(await run.ids(2)).toEqual(["1_0", "1_1"]);
    expect(run.handler.counters).toMatchObject({ ...NO_REPLY, faultsByKind: { NETWORK: 1 } });
    expect(run.states.names).toEqual(["connecting", "unreachable", "live"]);
    await run.delivers("1_2");
    run.expectLaw();
  });

  test("F11 more bytes than the Content-Length: the frame is good, the connection is not used again", async () => {
    const run = await faultRun({
      faults: [onImage(2, { kind: "extraBytes", bytes: 16 })],
      imageTransport: transport({}),
    });
    run.expose(3);
    // The server says nothing more on the connection of the second: a third image came over another one.
    expect(await run.ids(3)).toEqual(["1_0", "1_1", "1_2"]);
    await run.delivers("1_3");
    expect(run.handler.counters).toMatchObject({ delivered: 4, transitLost: 0, decodeErrors: 0 });
    run.expectLaw();
  });

  test.each(["bomb", "bad"] as const)("F20 gzip that nobody asked for (%s)", async (form) => {
    const run = await faultRun({
      faults: [onImage(2, { kind: "gzip", form })],
      imageTransport: transport({}),
      limits: SMALL,
    });
    run.expose(3);
    expect(await run.ids(3)).toEqual(["1_0", "1_1", "1_2"]);
    const { faults, decodeErrors } = run.handler.counters;
    expect(faults + decodeErrors).toBe(1);
    await run.delivers("1_3");
  });
});
