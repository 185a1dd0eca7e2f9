import { Random } from "./random.ts";

/** A spot on the detector. */
export interface Spot {
  /** Pixels from the upper left. */
  readonly x: number;
  readonly y: number;
  /** Counts under the whole spot. */
  readonly counts: number;
}

type Vector = readonly [x: number, y: number, z: number];

/** Pixels per unit of the reciprocal lattice vector: detector distance over pixel size. */
const SCALE = 2200;
/** Reciprocal cell edges: a cell of about 45, 60 and 80 Å at 1 Å. */
const EDGES = [0.0222, 0.0167, 0.0125] as const;
/** How far from the Ewald sphere a reflection still shows, in units of the reciprocal vector. */
const MOSAICITY = 0.0006;
/** Shorter vectors lie behind the beamstop. */
const LEAST_LENGTH = 0.02;
/** Rotation from image to image. */
const DEGREES_PER_IMAGE = 0.5;

/** Reflections of a rotating crystal: the part of its reciprocal lattice that meets the Ewald sphere (wavelength 1 Å). */
export class RotatingLattice {
  /** x, y, z and strength of each: half a million of them, looked through for every image. */
  readonly #reflections: Float64Array;
  readonly #centre: { readonly x: number; readonly y: number };

  constructor(options: {
    readonly seed: number;
    readonly x: number;
    readonly y: number;
    readonly radius: number;
  }) {
    this.#centre = options;
    const random = new Random(options.seed);
    const points = latticePoints(randomAxes(random), { reach: Math.min(0.9, options.radius / SCALE) });
    this.#reflections = new Float64Array((points.length / 3) * 4);
    for (let from = 0, to = 0; from < points.length; from += 3, to += 4) {
      const [x = 0, y = 0, z = 0] = points.subarray(from, from + 3);
      // Wilson statistics (exponential intensities), falling with resolution.
      const strength = -Math.log(1 - random.fraction()) * 2500 * Math.exp(-8 * (x * x + y * y + z * z));
      this.#reflections.set([x, y, z, strength], to);
    }
  }

  /** The crystal turns about the vertical axis, as on a goniometer; the beam comes along z. */
  spots(imageId: number): readonly Spot[] {
    const angle = (imageId * DEGREES_PER_IMAGE * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const reflections = this.#reflections;
    const spots: Spot[] = [];
    for (let index = 0; index < reflections.length; index += 4) {
      const [u, y, w] = [reflections[index] ?? 0, reflections[index + 1] ?? 0, reflections[index + 2] ?? 0];
      const x = u * cosine + w * sine;
      const z = w * cosine - u * sine;
      // The sphere of radius 1 goes through the origin.
      const distance = Math.abs(Math.sqrt(x * x + y * y + (z + 1) * (z + 1)) - 1);
      if (distance > 3 * MOSAICITY || z < -0.9) continue;
      const counts = (reflections[index + 3] ?? 0) * Math.exp(-0.5 * (distance / MOSAICITY) ** 2);
      const scale = SCALE / (z + 1);
      if (counts >= 3) spots.push({ x: this.#centre.x + x * scale, y: this.#centre.y + y * scale, counts });
    }
    return spots;
  }
}

/** x, y and z of every point up to `reach`, without those that the beamstop hides. */
function latticePoints(
  [a, b, c]: readonly [Vector, Vector, Vector],
  { reach }: { readonly reach: number },
): Float64Array {
  const [ax, ay, az] = a;
  const [bx, by, bz] = b;
  const [cx, cy, cz] = c;
  const [h, k, l] = EDGES.map((edge) => Math.floor(reach / edge)) as [number, number, number];
  const points: number[] = [];
  for (let i = -h; i <= h; i++) {
    for (let j = -k; j <= k; j++) {
      for (let m = -l; m <= l; m++) {
        const x = i * ax + j * bx + m * cx;
        const y = i * ay + j * by + m * cy;
        const z = i * az + j * bz + m * cz;
        const square = x * x + y * y + z * z;
        if (square > LEAST_LENGTH ** 2 && square < reach * reach) points.push(x, y, z);
      }
    }
  }
  return Float64Array.from(points);
}

/** Three right-angled axes in a random direction (Gram–Schmidt), with the cell's edges as lengths. */
function randomAxes(random: Random): readonly [Vector, Vector, Vector] {
  const any = (): Vector => [random.fraction() - 0.5, random.fraction() - 0.5, random.fraction() - 0.5];
  const first = scaled(any(), 1);
  const second = scaled(cross(first, any()), 1);
  const third = cross(first, second);
  return [scaled(first, EDGES[0]), scaled(second, EDGES[1]), scaled(third, EDGES[2])];
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function scaled([x, y, z]: Vector, length: number): Vector {
  const factor = length / Math.hypot(x, y, z);
  return [x * factor, y * factor, z * factor];
}
