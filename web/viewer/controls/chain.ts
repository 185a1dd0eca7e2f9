import { svg } from "../dom.ts";
import type { Condition, FailureText } from "./failureTexts.ts";

const NAMES = ["Browser", "Bridge", "Detector"];
const STATION = { width: 60, height: 40, pitch: 110 };
/** Signs in a station, on a square of 20 around its middle. */
const SIGNS = [
  "M-9 -7h18v14h-18zM-9 -3h18",
  "M-9 3v-3a9 7 0 0 1 18 0v3M-9 3h5v-3a4 3.6 0 0 1 8 0v3h5",
  "M-8 -8h7v7h-7zM1 -8h7v7h-7zM-8 1h7v7h-7zM1 1h7v7h-7z",
];

/** The way of an image, from the detector to the browser, and where it is cut. */
export function drawChain({ stations, ways }: Pick<FailureText, "stations" | "ways">): SVGSVGElement {
  const width = 2 * STATION.pitch + STATION.width;
  return svg(
    "svg",
    { class: "chain", viewBox: `0 0 ${width} 62`, "aria-hidden": "true" },
    ...ways.map(drawWay),
    ...stations.map(drawStation),
  );
}

function drawStation(condition: Condition, index: number): SVGGElement {
  const left = index * STATION.pitch;
  const middle = left + STATION.width / 2;
  return svg(
    "g",
    { "data-condition": condition },
    svg("rect", { x: left + 0.75, y: 0.75, width: STATION.width - 1.5, height: STATION.height - 1.5, rx: 6 }),
    svg("path", { d: SIGNS[index], transform: `translate(${middle} ${STATION.height / 2})` }),
    svg("text", { x: middle, y: 57, "text-anchor": "middle" }, NAMES[index]),
  );
}

function drawWay(condition: Condition, index: number): SVGGElement {
  const from = index * STATION.pitch + STATION.width + 5;
  const to = (index + 1) * STATION.pitch - 5;
  const middle = (from + to) / 2;
  const y = STATION.height / 2;
  const isCut = condition === "bad";
  const line = isCut ? `M${from} ${y}H${middle - 10}M${middle + 10} ${y}H${to}` : `M${from} ${y}H${to}`;
  const cross = `M${middle - 5} ${y - 5}l10 10m0 -10l-10 10`;
  return svg(
    "g",
    { class: "way", "data-condition": condition },
    svg("path", { d: line }),
    isCut ? svg("path", { d: cross, class: "cut" }) : null,
  );
}
