import type { EngineState } from "../worker/engineApi.ts";
import { inThisThread } from "./problems.ts";
import type { ViewerState } from "./viewerState.ts";

type ToldState = Pick<
  ViewerState,
  | "connection"
  | "problem"
  | "image"
  | "counters"
  | "rates"
  | "history"
  | "writable"
  | "results"
  | "projection"
>;

/** What of a viewer's state is the engine's to say, with times by this thread's clock. */
export function toldState(state: EngineState): ToldState {
  const { connection, problem, image, counters, rates, history, writable, results, projection } = state;
  return {
    ...{ connection, image, counters, rates, history, writable, results, projection },
    problem: problem && inThisThread(problem),
  };
}
