/** What a viewer tells its page. */
import type { PixelReading } from "./controls/readout.ts";
import { stateWord } from "./stateWord.ts";
import type { ConnectionState, Look, ShownImage, View, ViewerProblem, ViewerState } from "./viewerState.ts";

/** Details of the events of `<eiger-viewer>`. */
export interface ViewerEventDetails {
  /** An image is on the canvas. */
  readonly frame: { readonly image: ShownImage };
  /** The pixel under the pointer, or null. */
  readonly cursor: { readonly reading: PixelReading | null };
  readonly viewchange: { readonly view: View };
  /** Levels, scale or colours. */
  readonly levelschange: { readonly look: Look };
  readonly statuschange: {
    /** As the live bar has it. */
    readonly word: string;
    readonly connection: ConnectionState;
    readonly paused: boolean;
  };
  readonly error: { readonly problem: ViewerProblem };
}

/** For `addEventListener`. */
export type ViewerEventMap = { [Name in keyof ViewerEventDetails]: CustomEvent<ViewerEventDetails[Name]> };

/** Dispatches one. */
export type Tell = <Name extends keyof ViewerEventDetails>(
  name: Name,
  detail: ViewerEventDetails[Name],
) => void;

/** Tells what changed between two states. */
export function tellChanges(before: ViewerState, state: ViewerState, tell: Tell): void {
  if (before.view !== state.view && !isSame(before.view, state.view))
    tell("viewchange", { view: state.view });
  if (before.look !== state.look && !isSame(before.look, state.look))
    tell("levelschange", { look: state.look });
  const { word } = stateWord(state);
  if (word !== stateWord(before).word || before.connection !== state.connection)
    tell("statuschange", { word, connection: state.connection, paused: state.paused });
  const { problem } = state;
  if (
    problem !== null &&
    (problem.kind !== before.problem?.kind || problem.imageId !== before.problem.imageId)
  )
    tell("error", { problem });
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
