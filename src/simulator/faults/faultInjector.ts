import type { SimulatorClock } from "../clock.ts";
import { type DcuReply, type DcuRequest, problem } from "../reply.ts";
import type { FaultScript, UnitAct } from "./fault.ts";
import { FaultPlan, type InjectedFault } from "./faultPlan.ts";
import { isUnitAct } from "./faultScript.ts";
import { faultyReply } from "./faultyReply.ts";

/** What faults need of their unit. */
export interface FaultInjectorOptions {
  readonly script: FaultScript;
  readonly clock: SimulatorClock;
  readonly onFault?: ((injected: InjectedFault) => void) | undefined;
  /** Does it to the unit. */
  readonly act: (fault: UnitAct) => void;
}

/** Stands between requests and the unit's answers. */
export class FaultInjector {
  /** The only API version that is spoken since a fault said so. */
  apiVersion: string | undefined;
  readonly #options: FaultInjectorOptions;
  readonly #plan: FaultPlan;
  /** Until then nobody is answered. */
  #downUntil = Number.NEGATIVE_INFINITY;

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
    this.#plan = new FaultPlan(options.script, options);
  }

  /** How often each kind has been injected. */
  get counts(): Readonly<Record<string, number>> {
    return this.#plan.counts;
  }

  /** The reply to a request: `due`, or what a fault makes of it. */
  async handle(request: DcuRequest, due: () => DcuReply | Promise<DcuReply>): Promise<DcuReply> {
    const { clock, act } = this.#options;
    const left = this.#downUntil - clock.now();
    if (left > 0) return down(left / 1000);
    const fault = this.#plan.next(request);
    if (fault === undefined) return due();
    if (!isUnitAct(fault)) return faultyReply(fault, { request, clock, due });
    act(fault);
    if (fault.kind === "apiVersion") this.apiVersion = fault.version;
    if (fault.kind !== "down") return due();
    this.#downUntil = clock.now() + fault.seconds * 1000;
    return down(fault.seconds);
  }
}

function down(seconds: number): DcuReply {
  return { ...problem(503, "down"), wire: { kind: "down", seconds } };
}
