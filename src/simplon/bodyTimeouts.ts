import { MonitorRequestError, type MonitorRequestErrorCode } from "../errors.ts";
import type { RequestGuard } from "./requestGuard.ts";

/** Bounds of one body; times in milliseconds. */
export interface BodyBounds {
  readonly url: string;
  readonly maxBodyBytes: number;
  /** Silence between two pieces. */
  readonly stallTimeout: number;
  /** From the first byte to the last. */
  readonly bodyTimeout: number;
}

/** The two time limits of a body, on its request's guard: STALLED for silence, TIMEOUT for the whole. */
export class BodyTimeouts {
  readonly #guard: RequestGuard;
  readonly #bounds: BodyBounds;
  readonly #received: () => number;

  constructor(guard: RequestGuard, options: BodyBounds & { readonly received: () => number }) {
    this.#guard = guard;
    this.#bounds = options;
    this.#received = options.received;
    const { bodyTimeout } = options;
    guard.limit("body", bodyTimeout, () => this.#late("TIMEOUT", `was not complete after ${bodyTimeout} ms`));
    this.progress();
  }

  /** Something came: the silence begins anew. */
  progress(): void {
    const { stallTimeout } = this.#bounds;
    this.#guard.limit("stall", stallTimeout, () => this.#late("STALLED", `stalled for ${stallTimeout} ms`));
  }

  lift(): void {
    this.#guard.lift("stall");
    this.#guard.lift("body");
  }

  #late(code: MonitorRequestErrorCode, what: string): MonitorRequestError {
    const { url } = this.#bounds;
    const received = this.#received();
    return new MonitorRequestError(code, `${url}: the body ${what}, ${received} bytes had come`, {
      url,
      received,
    });
  }
}
