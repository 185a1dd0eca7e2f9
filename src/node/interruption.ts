import { constants } from "node:os";

/** The user, or the system, asked the command to end. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** 128 + the signal's number, as shells have it: 130 for SIGINT, 143 for SIGTERM. */
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`ended by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs `work` with a signal that aborts at the first SIGINT or SIGTERM, lets it finish what it has begun, and then
 * rejects with {@link InterruptedError}. A second SIGINT ends the process as it would without us.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (name: "SIGINT" | "SIGTERM") => {
    stopListening();
    controller.abort(new InterruptedError(name));
  };
  const stopListening = () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } finally {
    stopListening();
  }
}

/** Resolves once the signal has aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
