/** The state of a viewer in a word, as the live bar and the events say it. */
import type { ViewerState } from "./viewerState.ts";

/** Which colour and mark go with the word; the word alone says it too. */
type StateTone = "good" | "calm" | "warning" | "bad";

export interface StateWord {
  readonly word: string;
  readonly tone: StateTone;
}

const CONNECTION_WORDS: Readonly<Record<ViewerState["connection"], StateWord>> = {
  idle: { word: "No source", tone: "calm" },
  connecting: { word: "Connecting", tone: "calm" },
  live: { word: "Live", tone: "good" },
  waiting: { word: "Waiting", tone: "calm" },
  disabled: { word: "Monitor disabled", tone: "warning" },
  unreachable: { word: "Offline", tone: "bad" },
  refused: { word: "Refused", tone: "bad" },
  stopped: { word: "Stopped", tone: "calm" },
};

/** Trouble is said before all else; then whether the picture is frozen; then the connection. */
export function stateWord(state: Pick<ViewerState, "connection" | "problem" | "paused">): StateWord {
  const { connection, problem, paused } = state;
  if (problem?.kind === "dcu") return { word: "Detector offline", tone: "bad" };
  if (problem?.kind === "unsupported") return { word: "Failed", tone: "bad" };
  if (connection === "unreachable" || connection === "refused" || connection === "disabled")
    return CONNECTION_WORDS[connection];
  if (paused) return { word: "Paused", tone: "warning" };
  return CONNECTION_WORDS[connection];
}

/** Whole seconds until it is tried again; null when nobody will. `now` is of `performance.now()`. */
export function secondsToRetry(problem: ViewerState["problem"], now: number): number | null {
  if (problem?.retryAt === undefined) return null;
  return Math.max(Math.ceil((problem.retryAt - now) / 1000), 0);
}
