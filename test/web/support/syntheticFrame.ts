/** Frames as an EIGER2 1M might give them, in plain code: background, rings of peaks, a gap, a few dead and hot pixels. */

export const COLUMNS = 1028;
export const ROWS = 1062;
export const MASKED = 2 ** 32 - 1;
/** Counts from which a pixel counts as saturated. */
export const SATURATION = 60_000;
/** Rows between the two modules. */
export const GAP: readonly [from: number, to: number] = [512, 550];
export const BEAM_CENTER: readonly [x: number, y: number] = [531.4, 561.8];

const frames = new Map<number, Uint32Array>();

/** The same index gives the same frame. */
export function syntheticFrame(index: number): Uint32Array {
  const kept = frames.get(index);
  if (kept !== undefined) return kept;
  const frame = drawFrame(index);
  frames.set(index, frame);
  return frame;
}

function drawFrame(index: number): Uint32Array {
  const random = generator(index + 1);
  const frame = new Uint32Array(COLUMNS * ROWS);
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const radius = Math.hypot(x - BEAM_CENTER[0], y - BEAM_CENTER[1]);
      const water = 1.1 * Math.exp(-(((radius - 260) / 90) ** 2)) + 0.25;
      frame[y * COLUMNS + x] = poisson(water + 14 * Math.exp(-radius / 26), random);
    }
  }
  addPeaks(frame, random);
  frame.fill(MASKED, GAP[0] * COLUMNS, GAP[1] * COLUMNS);
  maskBeamStop(frame);
  for (let dead = 0; dead < 120; dead++) frame[Math.floor(random() * frame.length)] = MASKED;
  frame[300 * COLUMNS + 640] = SATURATION + 12;
  return frame;
}

/** Spots on a turned lattice, weaker farther out. */
function addPeaks(frame: Uint32Array, random: () => number): void {
  for (let row = -14; row <= 14; row++) {
    for (let column = -14; column <= 14; column++) {
      if (random() < 0.62 || (row === 0 && column === 0)) continue;
      const x = BEAM_CENTER[0] + 37.3 * column + 8.6 * row;
      const y = BEAM_CENTER[1] - 7.9 * column + 35.2 * row;
      const radius = Math.hypot(x - BEAM_CENTER[0], y - BEAM_CENTER[1]);
      addPeak(frame, { x, y, height: 2400 * random() ** 3 * Math.exp(-radius / 310) + 6 });
    }
  }
}

function addPeak(frame: Uint32Array, peak: { x: number; y: number; height: number }): void {
  const [middleX, middleY] = [Math.round(peak.x), Math.round(peak.y)];
  for (let y = Math.max(middleY - 4, 0); y <= Math.min(middleY + 4, ROWS - 1); y++) {
    for (let x = Math.max(middleX - 4, 0); x <= Math.min(middleX + 4, COLUMNS - 1); x++) {
      const squared = (x - peak.x) ** 2 + (y - peak.y) ** 2;
      const place = y * COLUMNS + x;
      frame[place] = (frame[place] ?? 0) + Math.round(peak.height * Math.exp(-squared / 2.4));
    }
  }
}

function maskBeamStop(frame: Uint32Array): void {
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const isStop = Math.hypot(x - BEAM_CENTER[0], y - BEAM_CENTER[1]) < 17;
      if (isStop) frame[y * COLUMNS + x] = 0;
    }
  }
}

/** Knuth's, for small means. */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

/** mulberry32. */
function generator(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
