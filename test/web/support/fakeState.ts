import { START_STATE, USUAL_LOOK } from "../../../web/viewer/startState.ts";
import type { ShownImage, ViewerState } from "../../../web/viewer/viewerState.ts";
import { BEAM_CENTER, COLUMNS, MASKED, ROWS, SATURATION } from "./syntheticFrame.ts";

/** What a viewer knows before it has connected. */
export const EMPTY_STATE: ViewerState = {
  ...START_STATE,
  geometry: {
    beamCenter: BEAM_CENTER,
    detectorDistance: 0.12,
    wavelength: 1,
    pixelSize: [75e-6, 75e-6],
    from: {
      beamCenter: "configuration",
      detectorDistance: "image",
      wavelength: "image",
      pixelSize: "configuration",
    },
  },
  look: { ...USUAL_LOOK, levels: [0, 10] },
};

/** Facts of a synthetic image. */
export function describeFrame(frame: Uint32Array, image: number): ShownImage {
  const { statistics, histogram, percentile999 } = figuresOf(frame);
  return {
    key: image,
    id: `12_${image}`,
    series: 12,
    image,
    threshold: null,
    columns: COLUMNS,
    rows: ROWS,
    depth: 32,
    timestamp: 1_764_000_000 + image / 10,
    arrival: Date.now() / 1000,
    byteLength: frame.byteLength,
    statistics,
    percentile999,
    histogram,
    timings: { fetch: 12.4, decode: 6.1, draw: 3.8 },
  };
}

const figures = new Map<Uint32Array, ReturnType<typeof measure>>();

function figuresOf(frame: Uint32Array) {
  const kept = figures.get(frame) ?? measure(frame);
  figures.set(frame, kept);
  return kept;
}

function measure(frame: Uint32Array) {
  const valid = frame.filter((count) => count !== MASKED);
  const sum = valid.reduce((total, count) => total + count, 0);
  const sorted = valid.toSorted();
  const max = sorted.at(-1) ?? 0;
  return {
    statistics: {
      min: sorted[0] ?? null,
      max,
      mean: sum / valid.length,
      sum,
      masked: frame.length - valid.length,
      zero: valid.filter((count) => count === 0).length,
      saturated: valid.filter((count) => count >= SATURATION).length,
    },
    percentile999: sorted[Math.ceil(valid.length * 0.999) - 1] ?? null,
    histogram: histogramOf(valid, max),
  };
}

function histogramOf(valid: Uint32Array, max: number) {
  const bins = 160;
  const edges = Float64Array.from({ length: bins + 1 }, (_, edge) =>
    Math.expm1((edge / bins) * Math.log1p(max + 1)),
  );
  const counts = new Float64Array(bins);
  for (const count of valid) {
    const bin = Math.min(Math.floor((Math.log1p(count) / Math.log1p(max + 1)) * bins + 1e-9), bins - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}
