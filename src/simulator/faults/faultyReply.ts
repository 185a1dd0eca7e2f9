import type { SimulatorClock } from "../clock.ts";
import { type DcuReply, type DcuRequest, problem } from "../reply.ts";
import type { Fault, ReplyFault, WireFault } from "./fault.ts";
import { isUnitAct, isWireFault } from "./faultScript.ts";
import { gzipBomb } from "./gzipBomb.ts";

const encoder = new TextEncoder();

const PAGES = {
  html: {
    type: "text/html; charset=utf-8",
    text: "<!DOCTYPE html><title>Sign in</title><p>Sign in to the network.</p>",
  },
  json: { type: "application/json", text: '{"error":"nobody is logged in"}\n' },
} as const;

/** What a fault makes of a reply. */
export interface FaultyReplyOptions {
  readonly request: DcuRequest;
  readonly clock: SimulatorClock;
  /** The reply that is due. An image that it hands out has left the buffer; a fault that needs no reply asks for none. */
  readonly due: () => DcuReply | Promise<DcuReply>;
}

/** The reply to a request that meets a fault of its reply or of its connection. */
export async function faultyReply(fault: Fault, options: FaultyReplyOptions): Promise<DcuReply> {
  if (isUnitAct(fault)) return options.due();
  return isWireFault(fault) ? wireReply(fault, options) : otherReply(fault, options);
}

async function otherReply(fault: ReplyFault, { request, clock, due }: FaultyReplyOptions): Promise<DcuReply> {
  switch (fault.kind) {
    case "status":
      return { status: fault.status, headers: fault.headers ?? {}, body: [encoder.encode(fault.body ?? "")] };
    case "delay":
      await wait(fault.milliseconds, { request, clock });
      return due();
    case "noImage":
      await wait(fault.after ?? 0, { request, clock });
      return problem(408, "no data available");
    case "page": {
      const { type, text } = PAGES[fault.type ?? "html"];
      return { status: 200, headers: { "Content-Type": type }, body: [encoder.encode(text)] };
    }
    case "empty":
      return { status: 200, headers: { "Content-Type": "application/tiff" }, body: [] };
    case "redirect":
      return { status: 302, headers: { Location: fault.location }, body: [] };
    case "gzip": {
      const headers = { "Content-Type": "application/tiff", "Content-Encoding": "gzip" };
      const body = fault.form === "bad" ? [encoder.encode("this is no gzip")] : await gzipBomb();
      return { status: 200, headers, body };
    }
  }
}

async function wireReply(fault: WireFault, { request, clock, due }: FaultyReplyOptions): Promise<DcuReply> {
  if (fault.kind === "noReply") await wait(Number.POSITIVE_INFINITY, { request, clock });
  return { ...(needsReply(fault) ? await due() : problem(500, "unused")), wire: fault };
}

/** Cut before its body, a reply is none: then no image leaves the buffer. */
function needsReply(fault: WireFault): boolean {
  if (["noReply", "garbage", "largeHead", "endless", "hugeLength", "twoFramings"].includes(fault.kind))
    return false;
  return !("at" in fault && fault.at === "accept");
}

/** Ends early when the client goes away. */
function wait(
  milliseconds: number,
  { request: { signal }, clock }: Pick<FaultyReplyOptions, "request" | "clock">,
): Promise<void> {
  if (signal.aborted || milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = Number.isFinite(milliseconds) ? clock.setTimeout(end, milliseconds) : undefined;
    function end(): void {
      if (timer !== undefined) clock.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end, { once: true });
  });
}
