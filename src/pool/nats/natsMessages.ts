import * as v from "valibot";
import { PoolTransportError } from "../../errors.ts";
import type { FeedbackData } from "../../processing/index.ts";
import type { NodeReport } from "../transport.ts";
import { decodePayload } from "./decodePayload.ts";

/** What the collecting node says to a processing node. */
export type CollectingMessage =
  | { readonly kind: "welcome" }
  | { readonly kind: "feedback"; readonly data: FeedbackData }
  | { readonly kind: "stop" };

const data = v.record(v.string(), v.unknown());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counts = v.object({ taken: count, sent: count, skipped: count, transitLost: count });
const text = v.pipe(v.string(), v.maxLength(65_536));
const eventId = v.nullable(text);
const error = v.object({ name: text, code: text, message: text });

const collectingMessage = v.variant("kind", [
  v.object({ kind: v.literal("welcome") }),
  v.object({ kind: v.literal("feedback"), data }),
  v.object({ kind: v.literal("stop") }),
]);

const nodeReport = v.variant("kind", [
  v.object({ kind: v.literal("ready") }),
  v.object({ kind: v.literal("data"), eventId, data, counts }),
  v.object({ kind: v.literal("skipped"), eventId, reason: text, counts }),
  v.object({ kind: v.literal("ended"), data: v.optional(data), counts }),
  v.object({ kind: v.literal("failed"), error, counts }),
]);

/** @throws {PoolTransportError} BAD_REPORT */
export function readCollectingMessage(bytes: Uint8Array): CollectingMessage {
  return checked(collectingMessage, decodePayload(bytes));
}

/** @throws {PoolTransportError} BAD_REPORT */
export function readNodeReport(bytes: Uint8Array): NodeReport {
  const report = checked(nodeReport, decodePayload(bytes));
  return report.kind === "ended" ? { ...report, data: report.data } : report;
}

function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [{ message }] = parsed.issues;
  throw new PoolTransportError("BAD_REPORT", `not what a node of a pool says: ${message}`);
}
