import type { Detector } from "../detector.ts";
import type { FreeRun } from "../freeRun.ts";
import type { MonitorBuffer } from "../monitorBuffer.ts";
import type { UnitAct } from "./fault.ts";

/** The parts of a control unit that faults act on. */
export interface UnitParts {
  readonly detector: Detector;
  readonly buffer: MonitorBuffer;
  readonly freeRun: FreeRun;
  readonly monitor: { disable(): void; initialize(): void };
}

type Act = (parts: UnitParts, fault: UnitAct) => void;

const ACTS: Readonly<Record<UnitAct["kind"], Act>> = {
  disable: ({ monitor }) => monitor.disable(),
  initialize: ({ monitor }) => monitor.initialize(),
  newSeries: ({ detector }) => detector.beginSeries(),
  // Series are counted from 1 again, and a client that enables the monitor sees new images.
  restart: ({ monitor, detector, freeRun }) => {
    freeRun.forget();
    monitor.initialize();
    detector.initialize();
  },
  clear: ({ buffer }) => buffer.clear(),
  skip: ({ buffer }, fault) => buffer.skip((fault.kind === "skip" ? fault.images : undefined) ?? 1),
  repeat: ({ buffer }) => buffer.repeat(),
  swap: ({ buffer }) => buffer.swap(),
  // These two are kept by the injector: they are about who answers, not about images.
  down: () => undefined,
  apiVersion: () => undefined,
};

/** Does to the unit what a fault says. */
export function act(fault: UnitAct, parts: UnitParts): void {
  ACTS[fault.kind](parts, fault);
}
