import type { ViewerProblem } from "./viewerState.ts";

/** Two threads count from two moments: `retryAt` of `performance.now()` out of Unix milliseconds. */
export function inThisThread(problem: ViewerProblem): ViewerProblem {
  const { retryAt } = problem;
  return retryAt === undefined ? problem : { ...problem, retryAt: retryAt - Date.now() + performance.now() };
}

export function badAddress(message: string): ViewerProblem {
  const hint = "Expected the address of a monitor, such as http://HOST/monitor/api/1.8.0.";
  return { kind: "unsupported", message, hint };
}

/** The worker crashed; `last`: so often that there is none any more. */
export function lostWorker(message: string, { last }: { readonly last: boolean }): ViewerProblem {
  const hint = last ? "Reload the page." : "It was started again; its history is lost.";
  return { kind: "unsupported", message: `the viewer's worker ended: ${message}`, hint };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
