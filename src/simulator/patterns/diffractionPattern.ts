import { type DetectorModel, fillGaps } from "../models.ts";
import { deadPixels } from "./deadPixels.ts";
import { RotatingLattice, type Spot } from "./lattice.ts";
import { maskedValue, newPixels, type Pattern, type PatternOptions, type PixelArray } from "./pattern.ts";
import { PoissonTables, TABLE_SHIFT, TABLE_STEPS } from "./poissonTables.ts";
import { Random } from "./random.ts";

/** Memory for rendered frames, and how many are of use: more do not make a better film. */
const CACHE_BYTES = 320 * 2 ** 20;
const MOST_FRAMES = 20;
/** Frames that share a drawn background: it is what takes time (4M: 0.15 s), and its noise tells nobody anything. */
const FRAMES_PER_BACKGROUND = 5;
/** Mean counts of the background: air scatter near the beam, and the ring of water at 3.3 Å. */
const BACKGROUND = { air: 6, airReach: 0.16, water: 1.4, waterRadius: 0.3, waterWidth: 0.06, floor: 0.15 };
const LARGEST_MEAN = 8;
/** What of the counts a second threshold, above the photon energy, lets through: harmonics. */
const HARMONICS = 0.03;
/** Standard deviation of a spot, in pixels, and how far it is drawn. */
const SPOT_SIGMA = 1.1;
const SPOT_REACH = 5;
const SCALE = 2200;

type DiffractionOptions = PatternOptions & { readonly thresholds: number; readonly seed: number };

/**
 * What a protein crystal gives: a Poisson background that falls with the angle, a water ring, a beamstop's shadow and
 * Bragg peaks of a rotating lattice. Each frame of the cycle is rendered when it is first asked for; the same seed gives
 * the same pixels.
 */
export class DiffractionPattern implements Pattern {
  readonly deadPixels: readonly number[];
  readonly #options: DiffractionOptions;
  readonly #lattice: RotatingLattice;
  readonly #tables = new PoissonTables({ largest: LARGEST_MEAN });
  /** Rendered frames: of the first threshold, then of the second. */
  readonly #frames = new Map<number, PixelArray>();
  /** Drawn backgrounds by slot of their first frame, until every frame is rendered. */
  readonly #backgrounds = new Map<number, PixelArray>();
  /** Frames until the film begins again. */
  readonly #cycle: number;
  readonly #mostFrames: number;

  constructor(options: DiffractionOptions) {
    const { model, bitDepth, thresholds, seed } = options;
    this.#options = options;
    this.deadPixels = deadPixels(model, { seed });
    const bytes = (model.rows * model.columns * bitDepth) / 8;
    const most = Math.min(MOST_FRAMES, Math.floor(CACHE_BYTES / bytes));
    this.#cycle = Math.max(2, Math.floor(most / thresholds));
    this.#mostFrames = this.#cycle * thresholds;
    this.#lattice = new RotatingLattice({ seed, radius: reach(model), ...beamCentre(model) });
  }

  pixels(imageId: number, { threshold }: { readonly threshold: number }): readonly PixelArray[] {
    const index = imageId % this.#cycle;
    const slot = index + (threshold - 1) * this.#cycle;
    const frame = this.#frames.get(slot) ?? this.#render(index, { threshold });
    this.#frames.set(slot, frame);
    if (this.#frames.size >= this.#mostFrames) this.#backgrounds.clear();
    // A second threshold that is enabled later must not double the memory: the frame that was rendered first goes.
    const [oldest] = this.#frames.keys();
    if (this.#frames.size > this.#mostFrames && oldest !== undefined) this.#frames.delete(oldest);
    return [frame];
  }

  #render(index: number, { threshold }: { readonly threshold: number }): PixelArray {
    const { model, bitDepth, seed } = this.#options;
    const pixels = this.#background(index - (index % FRAMES_PER_BACKGROUND), { threshold }).slice();
    const random = new Random(seed * 1009 + index * 2 + threshold);
    const fraction = fractionOf(threshold);
    const masked = maskedValue(bitDepth);
    for (const { counts, ...place } of this.#lattice.spots(index)) {
      drawSpot(pixels, { ...place, counts: counts * fraction }, { model, random, largest: masked - 1 });
    }
    for (const pixel of this.deadPixels) pixels[pixel] = masked;
    fillGaps(pixels, model, masked);
    return pixels;
  }

  #background(first: number, { threshold }: { readonly threshold: number }): PixelArray {
    const { model, bitDepth, seed } = this.#options;
    const slot = first + (threshold - 1) * this.#cycle;
    const drawn = this.#backgrounds.get(slot);
    if (drawn !== undefined) return drawn;
    const pixels = newPixels(model.rows * model.columns, bitDepth);
    const random = new Random(seed * 2003 + slot);
    this.#drawBackground(pixels, { random, fraction: fractionOf(threshold) });
    this.#backgrounds.set(slot, pixels);
    return pixels;
  }

  /** The long inner loop: a random number for two pixels (no model has an odd number of columns), a look-up for each. */
  #drawBackground(
    pixels: PixelArray,
    { random, fraction }: { readonly random: Random; readonly fraction: number },
  ): void {
    const { model } = this.#options;
    const { rows, columns } = model;
    const centre = beamCentre(model);
    const { counts } = this.#tables;
    // By distance from the beam, in pixels: where the Poisson table of that mean begins.
    const starts = Uint32Array.from({ length: reach(model) }, (_, distance) =>
      this.#tables.start(meanCounts(distance) * fraction),
    );
    const last = starts.length - 1;
    for (let row = 0, index = 0; row < rows; row++) {
      const square = (row - centre.y) ** 2;
      for (let column = 0; column < columns; column += 2, index += 2) {
        const dx = column - centre.x;
        const start = starts[Math.min(Math.sqrt(dx * dx + square) | 0, last)] ?? 0;
        const bits = random.bits();
        pixels[index] = counts[start + (bits & (TABLE_STEPS - 1))] ?? 0;
        pixels[index + 1] = counts[start + (bits >>> TABLE_SHIFT)] ?? 0;
      }
    }
  }
}

/** Pixels from the beam to the farthest corner, and some. */
function reach({ columns, rows }: DetectorModel): number {
  return Math.ceil(Math.hypot(columns, rows) * 0.6);
}

/** Where the direct beam would meet the detector: near the middle, off a gap. */
export function beamCentre({ rows, columns }: DetectorModel): { readonly x: number; readonly y: number } {
  return { x: Math.round(columns / 2) + 23.5, y: Math.round(rows / 2) - 31.5 };
}

function fractionOf(threshold: number): number {
  return threshold === 1 ? 1 : HARMONICS;
}

function meanCounts(distance: number): number {
  if (distance < 38) return 0.02;
  const angle = distance / SCALE;
  const { air, airReach, water, waterRadius, waterWidth, floor } = BACKGROUND;
  const ring = water * Math.exp(-0.5 * ((angle - waterRadius) / waterWidth) ** 2);
  return floor + air * Math.exp(-angle / airReach) + ring;
}

function drawSpot(
  pixels: PixelArray,
  spot: Spot,
  options: { readonly model: DetectorModel; readonly random: Random; readonly largest: number },
): void {
  const { model, random, largest } = options;
  const peak = spot.counts / (2 * Math.PI * SPOT_SIGMA ** 2);
  const [left, top] = [Math.round(spot.x) - SPOT_REACH, Math.round(spot.y) - SPOT_REACH];
  for (let row = Math.max(top, 0); row <= Math.min(top + 2 * SPOT_REACH, model.rows - 1); row++) {
    for (
      let column = Math.max(left, 0);
      column <= Math.min(left + 2 * SPOT_REACH, model.columns - 1);
      column++
    ) {
      const square = (column - spot.x) ** 2 + (row - spot.y) ** 2;
      const mean = peak * Math.exp(-square / (2 * SPOT_SIGMA ** 2));
      const noisy = Math.max(0, Math.round(mean + (random.fraction() * 2 - 1) * Math.sqrt(3 * mean)));
      const index = row * model.columns + column;
      pixels[index] = Math.min((pixels[index] ?? 0) + noisy, largest);
    }
  }
}
