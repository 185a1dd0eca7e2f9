/** What came of one input. */
export interface Verdict {
  /** `good`, or a code of the closed set. */
  readonly code: string;
  /** The same of the list of a file's directories. */
  readonly listing?: string;
  /** What tells this outcome from others, where no branches are counted. */
  readonly key: string;
  /** What is wrong, undefined when nothing is. */
  readonly wrong: string | undefined;
}

/** Milliseconds that an input may take. */
export function allowedTime(byteLength: number): number {
  return 50 + byteLength * 20e-6;
}

const TRIES = 6;

/**
 * Is `action` too slow, whatever else the machine does? It is measured again before it counts: the fastest of several tries
 * is what it costs.
 */
export function isSlow(action: () => void, byteLength: number): boolean {
  for (let tries = 0; tries < TRIES; tries++) {
    const started = performance.now();
    action();
    if (performance.now() - started <= allowedTime(byteLength)) return false;
  }
  return true;
}
