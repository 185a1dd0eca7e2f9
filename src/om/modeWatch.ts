import { isEigerMonitorError, MonitorRequestError } from "../errors.ts";
import type { Clock, MonitorClient } from "../simplon/index.ts";
import { hasDiscardNew, putConfiguration } from "./monitorStart.ts";

/** Milliseconds between two looks at the mode while no image comes; while it is disabled. */
const PERIOD = 30_000;
const DISABLED_PERIOD = 2000;
/** Statuses that mean that we may not change the configuration. */
const NOT_OURS: readonly unknown[] = [401, 403, 404, 405];

export interface ModeWatchOptions {
  readonly client: MonitorClient;
  readonly clock: Clock;
  /** What to set again when it was lost; undefined: nothing is ever set. */
  readonly keep: { readonly bufferSize: number } | undefined;
  readonly onWarning: (message: string) => void;
}

/**
 * Looks whether the monitor is still enabled: a control unit that was initialised or restarted is not, and says so nowhere
 * else; its "no image" is that of a detector at rest. It is asked only while no image comes: every 30 s, and at once after
 * a fault or a gap.
 */
export class ModeWatch {
  /** Was it, when it was looked at last? */
  disabled = false;
  readonly #options: ModeWatchOptions;
  #looked: number;
  #inDoubt = false;
  #isLooking = false;
  #mayWrite = true;

  constructor(options: ModeWatchOptions) {
    this.#options = options;
    this.#looked = options.clock.now();
  }

  /** Does it set what was lost? */
  get restores(): boolean {
    return this.#options.keep !== undefined && this.#mayWrite;
  }

  get due(): boolean {
    if (this.#isLooking) return false;
    const passed = this.#options.clock.now() - this.#looked;
    return this.#inDoubt || passed >= (this.disabled ? DISABLED_PERIOD : PERIOD);
  }

  /** Something happened that a restart could explain. */
  doubt(): void {
    this.#inDoubt = true;
  }

  /** An image came. It may have been in the buffer already. */
  sawImage(): void {
    if (!this.disabled) return;
    this.disabled = false;
    this.#inDoubt = true;
  }

  /**
   * Asks; enables it again where that is wanted.
   * @param options.onDisabled told before that
   * @throws {MonitorRequestError} where nothing answers; the signal's reason
   */
  async look(options: { readonly signal: AbortSignal; readonly onDisabled: () => void }): Promise<void> {
    const { signal, onDisabled } = options;
    this.#isLooking = true;
    try {
      this.disabled = await this.#isDisabled(signal);
      if (this.disabled) onDisabled();
      if (this.disabled || this.#inDoubt) await this.#restore(signal);
      this.#inDoubt = false;
    } finally {
      this.#isLooking = false;
      this.#looked = this.#options.clock.now();
    }
  }

  async #isDisabled(signal: AbortSignal): Promise<boolean> {
    return (await this.#read("mode", signal)) === "disabled";
  }

  /** Undefined where it is not told: by firmware without it, or a bridge. Images tell enough then. */
  async #read<K extends "mode" | "discard_new" | "buffer_size">(key: K, signal: AbortSignal) {
    try {
      return (await this.#options.client.getConfig(key, { signal })).value;
    } catch (error) {
      if (!(error instanceof MonitorRequestError)) throw error;
      if (error.status === undefined && error.code !== "BAD_JSON") throw error;
      return undefined;
    }
  }

  /**
   * A change of mode takes effect only while the detector is idle (DECTRIS release notes 2020.2.1), so it is read back,
   * and set again at the next look if need be.
   */
  async #restore(signal: AbortSignal): Promise<void> {
    const { client, keep, onWarning } = this.#options;
    if (keep === undefined || !this.restores) return;
    if (!this.disabled && (await this.#isAsSet(keep, signal))) return;
    try {
      await putConfiguration(client, { ...keep, signal, onWarning });
      this.disabled = await this.#isDisabled(signal);
    } catch (error) {
      if (!isEigerMonitorError(error, "OmHttpInterfaceInitializationError")) throw error;
      if (!(error.cause instanceof MonitorRequestError)) throw error;
      // Where nothing answers, the loop knows how to wait.
      if (error.cause.status === undefined) throw error.cause;
      this.#mayWrite = !NOT_OURS.includes(error.cause.status);
      onWarning(error.message);
    }
  }

  async #isAsSet({ bufferSize }: { readonly bufferSize: number }, signal: AbortSignal): Promise<boolean> {
    const discardsNew =
      hasDiscardNew(this.#options.client) && (await this.#read("discard_new", signal)) === true;
    const size = await this.#read("buffer_size", signal);
    return !discardsNew && (size === undefined || size === bufferSize);
  }
}
