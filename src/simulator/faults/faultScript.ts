import * as v from "valibot";
import { EigerMonitorError } from "../../errors.ts";
import type { Fault, FaultScript, UnitAct, WireFault } from "./fault.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e9));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40));
const text = v.pipe(v.string(), v.maxLength(65_536));

/** Where a body is cut: after so many bytes of it, or after a part of it (0 to 1). */
const place = {
  bytes: v.optional(bytes),
  fraction: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
};

/** Which requests a fault is for. All that is said must hold; an empty one is for every request. */
const on = v.strictObject({
  method: v.optional(v.picklist(["GET", "PUT", "OPTIONS", "HEAD"])),
  /** What the path ends with, e.g. `images/next`; `*` stands for anything between two slashes. */
  route: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  /** The first, second … of the requests that method and route fit; counted from 1. */
  nth: v.optional(v.union([count, v.pipe(v.array(count), v.minLength(1), v.maxLength(10_000))])),
  /** Each third, … */
  every: v.optional(count),
  from: v.optional(count),
  to: v.optional(count),
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Seconds since the simulator's start. */
  after: v.optional(v.pipe(v.number(), v.minValue(0))),
  until: v.optional(v.pipe(v.number(), v.minValue(0))),
});

const kind = <K extends string, E extends v.ObjectEntries>(name: K, entries: E) =>
  v.strictObject({ kind: v.literal(name), ...entries });

/** Another reply than the one that was due. */
const replies = [
  kind("status", {
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    headers: v.optional(
      v.record(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)), v.pipe(text, v.regex(/^[^\r\n]*$/))),
    ),
    body: v.optional(text),
  }),
  kind("delay", { milliseconds }),
  kind("noImage", { after: v.optional(milliseconds) }),
  kind("page", { type: v.optional(v.picklist(["html", "json"])) }),
  kind("empty", {}),
  kind("redirect", { location: v.pipe(text, v.regex(/^[^\r\n]*$/)) }),
  kind("gzip", { form: v.picklist(["bomb", "bad"]) }),
] as const;

/** What happens to the connection. */
const wires = [
  kind("reset", { at: v.optional(v.picklist(["accept", "body"])), ...place }),
  kind("close", { at: v.optional(v.picklist(["accept", "body"])), ...place }),
  kind("unterminated", place),
  kind("closeDelimited", place),
  kind("extraBytes", { bytes: v.optional(bytes) }),
  kind("twoFramings", {}),
  kind("garbage", { text: v.optional(text) }),
  kind("largeHead", { bytes: v.optional(v.pipe(bytes, v.maxValue(2 ** 20))) }),
  kind("noReply", {}),
  kind("stall", place),
  kind("drip", { bytes: v.optional(count), interval: v.optional(v.pipe(milliseconds, v.minValue(1))) }),
  kind("endless", {}),
  kind("hugeLength", { bytes: v.optional(bytes) }),
] as const;

/** What happens to the unit before it answers. */
const acts = [
  kind("down", { seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)) }),
  kind("disable", {}),
  kind("initialize", {}),
  kind("newSeries", {}),
  kind("restart", {}),
  kind("clear", {}),
  kind("apiVersion", { version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)) }),
  kind("skip", { images: v.optional(count) }),
  kind("repeat", {}),
  kind("swap", {}),
] as const;

const WIRE_KINDS: ReadonlySet<string> = new Set(wires.map((wire) => wire.entries.kind.literal));
const ACT_KINDS: ReadonlySet<string> = new Set(acts.map((act) => act.entries.kind.literal));

const script = v.strictObject({
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))),
  faults: v.pipe(
    v.array(v.strictObject({ on: v.optional(on), do: v.variant("kind", [...replies, ...wires, ...acts]) })),
    v.maxLength(1000),
  ),
});

export function isWireFault(fault: Fault): fault is WireFault {
  return WIRE_KINDS.has(fault.kind);
}

export function isUnitAct(fault: Fault): fault is UnitAct {
  return ACT_KINDS.has(fault.kind);
}

/**
 * @param value what `JSON.parse` gave
 * @throws {EigerMonitorError} FAULT_SCRIPT: where, what is there, and what is expected
 */
export function proveFaultScript(value: unknown): FaultScript {
  const result = v.safeParse(script, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? "the script";
  const expected = issue.expected ?? issue.message;
  throw new EigerMonitorError("FAULT_SCRIPT", `${path} is ${issue.received}; expected ${expected}`);
}
