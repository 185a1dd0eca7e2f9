/** Time, as the simulator needs it; tests bring their own. */
export interface SimulatorClock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Unix milliseconds. */
  wallTime(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const simulatorClock: SimulatorClock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** `2026-03-04T05:06:07.089+00:00`: the 29 characters that clients with fixed offsets expect. */
export function dateWithOffset(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+00:00");
}

/** `2026-03-04T05:06:07.089000000Z`, as status replies have it. */
export function dateWithNanoseconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000000Z");
}
