import { EigerMonitorError, isEigerMonitorError } from "../../src/index.ts";
import type { Engine } from "../worker/engineApi.ts";
import type { EngineLink, EngineStart } from "./engineLink.ts";

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
  #link: EngineLink;
  #lost: (error: Error) => void = () => undefined;
  #whenLost: Promise<never>;
  #crashes: readonly number[] = [];
  #ended = false;

  constructor(options: EngineCallsOptions) {
    this.#options = options;
    this.#whenLost = this.#watchForLoss();
    this.#link = this.#start();
  }

  /**
   * Calls the engine.
   * @throws {EigerMonitorError} ENGINE_LOST when it crashes or is ended meanwhile; what the call throws
   */
  async call<T>(use: (engine: Engine<ImageBitmap>) => Promise<T>): Promise<T> {
    return Promise.race([this.#link.engine.then(use), this.#whenLost]);
  }

  end(): void {
    this.#ended = true;
    this.#link.end();
    this.#lost(new EigerMonitorError("ENGINE_LOST", "the viewer was destroyed"));
  }

  #start(): EngineLink {
    let current = true;
    const link = this.#options.start({
      settings: this.#options.settings,
      onState: (state) => {
        if (current && !this.#ended) this.#options.onState(state);
      },
      onCrash: (message) => {
        if (current && !this.#ended) this.#replace(message);
        current = false;
      },
    });
    link.engine.catch((error) => {
      if (current && !this.#ended) this.#replace(String(error));
      current = false;
    });
    return link;
  }

  #replace(message: string): void {
    const { now, onReplaced } = this.#options;
    this.#link.end();
    this.#lost(new EigerMonitorError("ENGINE_LOST", `the viewer's worker ended: ${message}`));
    this.#crashes = [...this.#crashes.filter((time) => now() - time < CRASH_SPAN), now()];
    this.#whenLost = this.#watchForLoss();
    const last = this.#crashes.length > MOST_CRASHES;
    if (last) this.#lost(new EigerMonitorError("ENGINE_LOST", message));
    else this.#link = this.#start();
    onReplaced(message, { last });
  }

  #watchForLoss(): Promise<never> {
    const lost = new Promise<never>((_, reject) => {
      this.#lost = reject;
    });
    lost.catch(() => undefined);
    return lost;
  }
}

/** Did a call fail because its engine crashed or ended? */
export function isLost(error: unknown): boolean {
  return isEigerMonitorError(error) && error.code === "ENGINE_LOST";
}
