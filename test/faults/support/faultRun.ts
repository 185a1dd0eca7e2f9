import { EventEmitter, once } from "node:events";
import { expect, onTestFinished } from "vitest";
import { fetchImageTransport } from "../../../src/index.ts";
import { socketImageTransport } from "../../../src/node/socketImageTransport.ts";
import {
  accounting,
  type EigerDataEvent,
  type EigerHttpDataEventHandler,
  type MonitorFault,
  type SequenceEvent,
} from "../../../src/om/index.ts";
import type { Clock, ImageTransport } from "../../../src/simplon/index.ts";
import type { Fault, FaultRule, SimulatedDcuOptions } from "../../../src/simulator/index.ts";
import { digest, QUARTER_MEGAPIXEL, rampPixels } from "../../om/support/rampImage.ts";
import { handlerFor, PROCESSING_NODE } from "../../om/support/retrieval.ts";
import { StateLog } from "../../om/support/stateLog.ts";
import { type ServedDcu, watchedDcu } from "../../simulator/support/servedDcu.ts";

/** Both ways to fetch an image under Node. */
export const TRANSPORTS: readonly (readonly [string, (clock: { clock?: Clock }) => ImageTransport])[] = [
  ["fetch", fetchImageTransport],
  ["own sockets", socketImageTransport],
];

type HandlerOptions = NonNullable<Parameters<typeof handlerFor>[1]>;

export interface FaultRunOptions extends HandlerOptions {
  /** What fails. */
  readonly faults?: readonly FaultRule[];
  readonly dcu?: SimulatedDcuOptions;
  /** Instead of the control unit's own address. */
  readonly source?: (served: ServedDcu) => string;
}

/** A stream of images of a control unit that fails, over real HTTP on loopback. */
export interface FaultRun {
  readonly served: ServedDcu;
  readonly handler: EigerHttpDataEventHandler;
  readonly states: StateLog;
  readonly faults: readonly MonitorFault[];
  readonly sequence: readonly SequenceEvent[];
  readonly warnings: readonly string[];
  /** Resolves when so many requests have failed. */
  failed(count: number): Promise<MonitorFault>;
  /** Resolves when so many faults have been injected: their requests have come. */
  injected(count: number): Promise<void>;
  /** Takes so many exposures. */
  expose(count: number): void;
  /** The next event, undefined when there is none any more; its pixels are what the detector saw, to the bit. */
  next(): Promise<string | undefined>;
  /** The next `count` of them. */
  ids(count: number): Promise<readonly (string | undefined)[]>;
  /** The loop is alive: a frame that is taken now is delivered. */
  delivers(id: string): Promise<void>;
  /** Every image is accounted for. */
  expectLaw(outside?: { readonly discarded?: number; readonly buffered?: number }): void;
}

/** A fault of the nth request for an image. */
export function onImage(nth: number | readonly number[], fault: Fault): FaultRule {
  return { on: { route: "images/next", nth }, do: fault };
}

export async function faultRun(options: FaultRunOptions = {}): Promise<FaultRun> {
  const { faults: script = [], dcu: dcuOptions, source = ({ source: own }) => own, ...ports } = options;
  const told = new EventEmitter();
  let injections = 0;
  const onFault = () => {
    injections += 1;
    told.emit("injected");
  };
  const served = await watchedDcu({ bitDepth: 8, faults: { faults: script }, onFault, ...dcuOptions });
  const { dcu } = served;
  const states = new StateLog();
  const [faults, sequence, warnings]: [MonitorFault[], SequenceEvent[], string[]] = [[], [], []];
  const handler = handlerFor(source(served), {
    random: () => 0,
    onState: states.onState,
    onFault: (fault) => {
      faults.push(fault);
      told.emit("fault");
    },
    onSequence: (event) => void sequence.push(event),
    onWarning: (message) => void warnings.push(message),
    ...ports,
  });
  const stream = new AbortController();
  onTestFinished(() => stream.abort());
  const events = handler.eventGenerator({ ...PROCESSING_NODE, signal: stream.signal });
  const next = async () => proven((await events.next()).value ?? undefined);
  const ids = async (count: number) => {
    const taken: (string | undefined)[] = [];
    while (taken.length < count) taken.push(await next());
    return taken;
  };
  return {
    ...{ served, handler, states, faults, sequence, warnings, next, ids },
    async failed(count) {
      while (faults.length < count) await once(told, "fault");
      const fault = faults[count - 1];
      if (fault === undefined) throw new Error("unreachable: so many faults were told of");
      return fault;
    },
    async injected(count) {
      while (injections < count) await once(told, "injected");
    },
    expose(count) {
      for (let image = 0; image < count; image++) dcu.expose();
    },
    async delivers(id) {
      dcu.expose();
      expect(await next()).toBe(id);
      expect(states.names.at(-1)).toBe("live");
    },
    expectLaw(outside = {}) {
      const law = accounting(handler.counters, { produced: dcu.produced, ...outside });
      expect(law).toMatchObject({ difference: 0, holds: true });
    },
  };
}

/** The event's id, once every pixel is what it was. */
function proven(event: EigerDataEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  const { eventId } = event;
  const [, image = ""] = eventId?.split("_") ?? [];
  const { data } = event.frame();
  const seen = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  expect(digest(seen)).toBe(digest(rampPixels(Number(image), QUARTER_MEGAPIXEL)));
  event.close();
  return eventId ?? undefined;
}
