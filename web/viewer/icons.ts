import { svg } from "./dom.ts";

/** Strokes on a square of 20. */
const PATHS = {
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6 4.2v11.6l9.6-5.8z",
  back: "M12.5 4.5 7 10l5.5 5.5M5 4.5v11",
  forward: "M7.5 4.5 13 10l-5.5 5.5M15 4.5v11",
  live: "M4 4.5 9.5 10 4 15.5M10 4.5l5.5 5.5-5.5 5.5",
  pan: "M10 2.5v15M2.5 10h15M7.8 4.6 10 2.4l2.2 2.2M7.8 15.4l2.2 2.2 2.2-2.2M4.6 7.8 2.4 10l2.2 2.2M15.4 7.8l2.2 2.2-2.2 2.2",
  line: "M4.6 15.4 15.4 4.6M3 17a1.6 1.6 0 1 0 0-.01M17 3a1.6 1.6 0 1 0 0-.01",
  box: "M3.5 5h13v10h-13z",
  circle: "M10 3.2a6.8 6.8 0 1 0 .01 0",
  zoomIn: "M8.8 3.2a5.6 5.6 0 1 0 .01 0M13 13l4 4M6.2 8.8h5.2M8.8 6.2v5.2",
  zoomOut: "M8.8 3.2a5.6 5.6 0 1 0 .01 0M13 13l4 4M6.2 8.8h5.2",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
  rings: "M10 2.8a7.2 7.2 0 1 0 .01 0M10 6.4a3.6 3.6 0 1 0 .01 0M10 8.8v2.4M8.8 10h2.4",
  ice: "M10 2.5v15M3.5 6.2l13 7.6M16.5 6.2l-13 7.6M7.8 3.6 10 5.6l2.2-2M7.8 16.4l2.2-2 2.2 2",
  loupe: "M8.8 3.2a5.6 5.6 0 1 0 .01 0M13 13l4 4",
  save: "M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13",
  help: "M7.2 7.4a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1.1-1.5 2.2M10 15.2v.4",
  chevron: "M5.5 8 10 12.5 14.5 8",
  close: "M5 5l10 10M15 5 5 15",
  reset: "M4.5 8.5A6 6 0 1 1 4 11.5M4.2 4.5v4.2h4.2",
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing in the colour of its text; what it means is said by its button. */
export function icon(name: IconName): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}
