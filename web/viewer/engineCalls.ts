import { EigerMonitorError, isEigerMonitorError } from "../../src/index.ts";
import type { Engine } from "../worker/engineApi.ts";
import type { EngineLink, EngineStart } from "./engineLink.ts";
import { messageOf } from "./problems.ts";

/** So many engines may crash in {@link CRASH_SPAN} before it is given up. */
const MOST_CRASHES = 3;
/** Milliseconds. */
const CRASH_SPAN = 10_000;

export interface EngineCallsOptions extends Omit<EngineStart, "onCrash"> {
  readonly start: (start: EngineStart) => EngineLink;
  /** Milliseconds. */
  readonly now: () => number;
  /** A new engine is to be told what to do; `last`: there is none any more. */
  readonly onReplaced: (message: string, options: { readonly last: boolean }) => void;
}

/** The engine of a viewer: the one that runs now. One that crashes is replaced; calls to it fail. */
export class EngineCalls {
  readonly #options: EngineCallsOptions;
  /**
   * Ways to end the calls that are under way. A promise that all of them race against would keep every result of every
   * call for as long as the engine runs.
   */
  readonly #rejects = new Set<(error: Error) => void>();
  #link: EngineLink;
  #crashes: readonly number[] = [];
  #ended = false;
  /** What calls fail with when there is no engine any more. */
  #lost: Error | undefined;
  #lastCrash: string | undefined;

  constructor(options: EngineCallsOptions) {
    this.#options = options;
    this.#link = this.#start();
  }

  /** What the last engine ended with; undefined: there is one. */
  get lastCrash(): string | undefined {
    return this.#lastCrash;
  }

  /**
   * Calls the engine.
   * @throws {EigerMonitorError} ENGINE_LOST when it crashes or is ended meanwhile; what the call throws
   */
  async call<T>(use: (engine: Engine<ImageBitmap>) => Promise<T>): Promise<T> {
    if (this.#lost !== undefined) throw this.#lost;
    const { engine } = this.#link;
    let lose: (error: Error) => void = () => undefined;
    const answer = new Promise<T>((resolve, reject) => {
      lose = reject;
      engine.then(use).then(resolve, reject);
    });
    this.#rejects.add(lose);
    return answer.finally(() => this.#rejects.delete(lose));
  }

  end(): void {
    this.#ended = true;
    this.#link.end();
    this.#lost = this.#failAll("the viewer was destroyed");
  }

  #start(): EngineLink {
    let current = true;
    const crash = (message: string, last = false) => {
      if (current && !this.#ended) this.#replace(message, last);
      current = false;
    };
    const { start, settings, onState } = this.#options;
    const { link, isStarted } = startOrFail(start, {
      settings,
      onState: (state) => {
        if (current && !this.#ended) onState(state);
      },
      onCrash: (message) => crash(message),
    });
    link.engine.catch((error) => crash(messageOf(error), !isStarted));
    return link;
  }

  #replace(message: string, isHopeless: boolean): void {
    const { now, onReplaced } = this.#options;
    this.#link.end();
    const error = this.#failAll(`the viewer's worker ended: ${message}`);
    this.#crashes = [...this.#crashes.filter((time) => now() - time < CRASH_SPAN), now()];
    const last = isHopeless || this.#crashes.length > MOST_CRASHES;
    if (last) {
      this.#lost = error;
      this.#lastCrash = message;
    } else this.#link = this.#start();
    onReplaced(message, { last });
  }

  #failAll(message: string): Error {
    const error = new EigerMonitorError("ENGINE_LOST", message);
    for (const reject of this.#rejects) reject(error);
    return error;
  }
}

/** A page's policy, or its browser, may refuse the worker at once: what it would refuse again is not asked again. */
function startOrFail(
  start: EngineCallsOptions["start"],
  options: EngineStart,
): { readonly link: EngineLink; readonly isStarted: boolean } {
  try {
    return { link: start(options), isStarted: true };
  } catch (error) {
    return { link: { engine: Promise.reject(error), end: () => undefined }, isStarted: false };
  }
}

/** Did a call fail because its engine crashed or ended? */
export function isLost(error: unknown): boolean {
  return isEigerMonitorError(error) && error.code === "ENGINE_LOST";
}

/** Did a question come to nothing because the image, or the engine that had it, has gone meanwhile? The next image asks again. */
export function isGone(error: unknown): boolean {
  return isLost(error) || (isEigerMonitorError(error) && error.code === "NO_IMAGE");
}
