/** The figures of the live bar. */
import { formatBytes, formatCount, formatFixed, formatMilliseconds, UNKNOWN } from "../format.ts";
import { ageOf, ageText } from "../imageAge.ts";
import type { ViewerState } from "../viewerState.ts";

type Say = (state: ViewerState) => string;

interface Metric {
  readonly name: string;
  readonly caption: Say;
  /** Shown when the pointer rests. */
  readonly title: Say;
  readonly read: Say;
  /** Is it something to look into? */
  readonly isNoted?: (state: ViewerState) => boolean;
}

const always = (text: string) => () => text;
const ageIn = ({ image }: ViewerState) => image && ageOf(image, Date.now() / 1000);

export const METRICS: readonly Metric[] = [
  {
    name: "age",
    caption: (state) => (ageIn(state)?.isByArrival ? "received" : "age"),
    title: (state) =>
      ageIn(state)?.isByArrival
        ? "Since the last byte of the shown image came; its own time is not known, or of another clock"
        : "Since the shown image was taken, by its own time",
    read: (state) => {
      const age = ageIn(state);
      return age === null ? UNKNOWN : ageText(age);
    },
  },
  {
    name: "shown",
    caption: always("shown/s"),
    title: always("Images shown a second"),
    read: ({ rates }) => formatFixed(rates.shown, 1),
  },
  {
    name: "received",
    caption: always("received/s"),
    title: always("Images received a second"),
    read: ({ rates }) => formatFixed(rates.received, 1),
  },
  {
    name: "skipped",
    caption: always("skipped"),
    title: always("Images received or listed, but never shown, because a newer one was there"),
    read: ({ counters }) => formatCount(counters.skipped),
  },
  {
    name: "dropped",
    caption: always("dropped"),
    title: droppedTitle,
    read: ({ counters }) => formatCount(counters.dropped),
    isNoted: ({ counters, fetchMode }) => fetchMode === "next" && (counters.dropped ?? 0) > 0,
  },
  {
    name: "failed",
    caption: always("failed"),
    title: always("Images that were not understood"),
    read: ({ counters }) => formatCount(counters.failed),
    isNoted: ({ counters }) => counters.failed > 0,
  },
  ...(["fetch", "decode", "draw"] as const).map((step) => ({
    name: step,
    caption: always(`${step} ms`),
    title: always(`Milliseconds to ${step} the shown image`),
    read: ({ image }: ViewerState) => (image === null ? UNKNOWN : formatMilliseconds(image.timings[step])),
  })),
  {
    name: "bytes",
    caption: always("rate"),
    title: always("Bytes received a second"),
    read: ({ rates }) => `${formatBytes(rates.bytes)}/s`,
  },
];

/** Only who empties the buffer loses something by it. */
function droppedTitle({ fetchMode }: ViewerState): string {
  const what = "Images that the control unit dropped, by its own count";
  return fetchMode === "next"
    ? `${what}: they were not taken in time`
    : `${what}. It drops images whenever nobody empties its buffer; the newest one is shown all the same`;
}
