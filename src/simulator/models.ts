/** Module pitch of one generation of detectors, in pixels. */
interface Generation {
  readonly moduleColumns: number;
  readonly moduleRows: number;
  readonly gapColumns: number;
  readonly gapRows: number;
}

const EIGER: Generation = { moduleColumns: 1030, moduleRows: 514, gapColumns: 10, gapRows: 37 };
const EIGER2: Generation = { moduleColumns: 1028, moduleRows: 512, gapColumns: 12, gapRows: 38 };
const EIGER2_HALF: Generation = { ...EIGER2, moduleColumns: 512 };

/** A detector model: a grid of modules with gaps between them. */
export interface DetectorModel extends Generation {
  readonly name: string;
  readonly description: string;
  readonly modulesX: number;
  readonly modulesY: number;
  readonly columns: number;
  readonly rows: number;
}

function model(name: string, generation: Generation, modulesX: number, modulesY: number): DetectorModel {
  const { moduleColumns, moduleRows, gapColumns, gapRows } = generation;
  const size = name.replace(/^eiger2?-/, "").toUpperCase();
  const family = generation !== EIGER ? "EIGER2 Si" : "EIGER";
  return {
    ...generation,
    name,
    description: `Dectris ${family} ${size}`,
    modulesX,
    modulesY,
    columns: modulesX * moduleColumns + (modulesX - 1) * gapColumns,
    rows: modulesY * moduleRows + (modulesY - 1) * gapRows,
  };
}

/** Sizes as the user manuals of EIGER and EIGER2 state them. */
export const DETECTOR_MODELS: ReadonlyMap<string, DetectorModel> = new Map(
  [
    model("eiger-500k", EIGER, 1, 1),
    model("eiger-1m", EIGER, 1, 2),
    model("eiger-4m", EIGER, 2, 4),
    model("eiger-9m", EIGER, 3, 6),
    model("eiger-16m", EIGER, 4, 8),
    model("eiger2-250k", EIGER2_HALF, 1, 1),
    model("eiger2-500k", EIGER2, 1, 1),
    model("eiger2-1m", EIGER2, 1, 2),
    model("eiger2-4m", EIGER2, 2, 4),
    model("eiger2-9m", EIGER2, 3, 6),
    model("eiger2-16m", EIGER2, 4, 8),
    model("eiger2-1m-w", EIGER2, 2, 1),
    model("eiger2-2m-w", EIGER2, 4, 1),
    model("quadro", EIGER2_HALF, 1, 1),
  ].map((entry) => [entry.name, entry]),
);

/** Runs of columns without pixels. */
export function columnGaps(detector: DetectorModel): readonly (readonly [start: number, end: number])[] {
  const { modulesX, moduleColumns, gapColumns } = detector;
  return gaps(modulesX, moduleColumns, gapColumns);
}

/** Runs of rows without pixels. */
export function rowGaps(detector: DetectorModel): readonly (readonly [start: number, end: number])[] {
  const { modulesY, moduleRows, gapRows } = detector;
  return gaps(modulesY, moduleRows, gapRows);
}

function gaps(modules: number, size: number, gap: number): readonly (readonly [number, number])[] {
  return Array.from({ length: modules - 1 }, (_, index) => {
    const start = (index + 1) * size + index * gap;
    return [start, start + gap] as const;
  });
}

/** Writes `value` into every pixel of the gaps between modules. */
export function fillGaps(
  pixels: { fill(value: number, start: number, end: number): unknown },
  detector: DetectorModel,
  value: number,
): void {
  const { columns, rows } = detector;
  for (const [start, end] of rowGaps(detector)) pixels.fill(value, start * columns, end * columns);
  for (const [start, end] of columnGaps(detector)) {
    for (let row = 0; row < rows; row++) pixels.fill(value, row * columns + start, row * columns + end);
  }
}

export function isGap(
  detector: DetectorModel,
  { column, row }: { readonly column: number; readonly row: number },
): boolean {
  const { moduleColumns, gapColumns, moduleRows, gapRows } = detector;
  return column % (moduleColumns + gapColumns) >= moduleColumns || row % (moduleRows + gapRows) >= moduleRows;
}
