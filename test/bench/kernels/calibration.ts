import { type Arena, CALIBRATION_BYTES } from "./arena.ts";

const TIMES = 400;

/** A vector loop of about 0.2 ms that reads no memory beyond the nearest cache: only other work on the core slows it. */
export function calibration({ kernels, zeros, result }: Arena): () => void {
  return () => {
    for (let time = 0; time < TIMES; time++) kernels.statistics(4, zeros, CALIBRATION_BYTES / 4, 1, result);
  };
}
