import type { SimulatorClock } from "../clock.ts";
import { Random } from "../patterns/random.ts";
import type { DcuRequest } from "../reply.ts";
import type { Fault, FaultCondition, FaultRule, FaultScript } from "./fault.ts";

/** A rule, and how many requests of its kind have come. */
interface CountedRule {
  readonly rule: FaultRule;
  readonly fits: (path: string) => boolean;
  requests: number;
}

/** A fault that was injected. */
export interface InjectedFault {
  readonly fault: Fault;
  readonly method: string;
  readonly path: string;
  /** Which of the requests of its rule's method and route it was, from 1. */
  readonly request: number;
}

/**
 * Says which fault a request meets: that of the first rule that it fits. Chance comes from the script's seed alone, so the
 * same requests meet the same faults.
 */
export class FaultPlan {
  readonly #rules: readonly CountedRule[];
  readonly #random: Random;
  readonly #clock: SimulatorClock;
  readonly #started: number;
  readonly #onFault: ((injected: InjectedFault) => void) | undefined;
  readonly #counts = new Map<string, number>();

  constructor(
    script: FaultScript,
    options: {
      readonly clock: SimulatorClock;
      readonly onFault?: ((injected: InjectedFault) => void) | undefined;
    },
  ) {
    this.#rules = script.faults.map((rule) => ({ rule, fits: routePattern(rule.on?.route), requests: 0 }));
    this.#random = new Random(script.seed ?? 1);
    this.#clock = options.clock;
    this.#started = options.clock.now();
    this.#onFault = options.onFault;
  }

  /** How often each kind has been injected. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Every rule counts the request, whichever is used: what one rule does changes no other one's numbers. */
  next({ method, path }: Pick<DcuRequest, "method" | "path">): Fault | undefined {
    const hits = this.#rules.filter((counted) => this.#isHit(counted, { method, path }));
    const [first] = hits;
    if (first === undefined) return undefined;
    const fault = first.rule.do;
    this.#counts.set(fault.kind, (this.#counts.get(fault.kind) ?? 0) + 1);
    this.#onFault?.({ fault, method, path, request: first.requests });
    return fault;
  }

  #isHit(
    counted: CountedRule,
    { method, path }: { readonly method: string; readonly path: string },
  ): boolean {
    const { on = {} } = counted.rule;
    if ((on.method !== undefined && on.method !== method) || !counted.fits(path)) return false;
    counted.requests += 1;
    // Drawn for each request that fits, so that the numbers of one draw do not hang on the clock.
    const isDrawn = on.probability === undefined || this.#random.fraction() < on.probability;
    return isDrawn && isNumbered(on, counted.requests) && this.#isNow(on);
  }

  #isNow({ after = 0, until = Number.POSITIVE_INFINITY }: FaultCondition): boolean {
    const seconds = (this.#clock.now() - this.#started) / 1000;
    return seconds >= after && seconds < until;
  }
}

function isNumbered({ nth, every, from = 1, to = Number.POSITIVE_INFINITY }: FaultCondition, number: number) {
  if (number < from || number > to) return false;
  if (nth !== undefined && !(Array.isArray(nth) ? nth : [nth]).includes(number)) return false;
  return every === undefined || number % every === 0;
}

/** `config/*` fits every path that ends so. */
function routePattern(route: string | undefined): (path: string) => boolean {
  if (route === undefined) return () => true;
  const wanted = route.split("/").filter((part) => part !== "");
  return (path) => {
    const parts = path
      .split("/")
      .filter((part) => part !== "")
      .slice(-wanted.length);
    return (
      parts.length === wanted.length && wanted.every((part, index) => part === "*" || part === parts[index])
    );
  };
}
