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
/** Rotation from image to image. */
const DEGREES_PER_IMAGE = 0.5;

/** Reflections of a rotating crystal: the part of its reciprocal lattice that meets the Ewald sphere (wavelength 1 Å). */
export class RotatingLattice {
  readonly #reflections: readonly { readonly vector: Vector; readonly strength: number }[];
  readonly #centre: { readonly x: number; readonly y: number };

  constructor(options: {
    readonly seed: number;
    readonly x: number;
    readonly y: number;
    readonly radius: number;
  }) {
    this.#centre = options;
    const random = new Random(options.seed);
    const axes = randomAxes(random);
    const reach = Math.min(0.9, options.radius / SCALE);
    this.#reflections = [...latticePoints(axes, reach)].map((vector) => {
      // Wilson statistics (exponential intensities), falling with resolution.
      const length = Math.hypot(...vector);
      return { vector, strength: -Math.log(1 - random.fraction()) * 2500 * Math.exp(-8 * length * length) };
    });
  }

  spots(imageId: number): readonly Spot[] {
    const angle = (imageId * DEGREES_PER_IMAGE * Math.PI) / 180;
    return this.#reflections.flatMap(({ vector, strength }) => {
      const [x, y, z] = rotated(vector, angle);
      // The beam comes along z; the sphere of radius 1 goes through the origin.
      const distance = Math.abs(Math.hypot(x, y, z + 1) - 1);
      if (distance > 3 * MOSAICITY || z < -0.9) return [];
      const counts = strength * Math.exp(-0.5 * (distance / MOSAICITY) ** 2);
      const scale = SCALE / (z + 1);
      return counts < 3 ? [] : [{ x: this.#centre.x + x * scale, y: this.#centre.y + y * scale, counts }];
    });
  }
}

function* latticePoints([a, b, c]: readonly [Vector, Vector, Vector], reach: number): Generator<Vector> {
  const [h, k, l] = EDGES.map((edge) => Math.floor(reach / edge)) as [number, number, number];
  for (let i = -h; i <= h; i++) {
    for (let j = -k; j <= k; j++) {
      for (let m = -l; m <= l; m++) {
        const point = [0, 1, 2].map((axis) => i * (a[axis] ?? 0) + j * (b[axis] ?? 0) + m * (c[axis] ?? 0));
        const [x = 0, y = 0, z = 0] = point;
        const length = Math.hypot(x, y, z);
        if (length > 0.02 && length < reach) yield [x, y, z];
      }
    }
  }
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

/** About the vertical axis, as a goniometer turns. */
function rotated([x, y, z]: Vector, angle: number): Vector {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [x * cosine + z * sine, y, z * cosine - x * sine];
}
