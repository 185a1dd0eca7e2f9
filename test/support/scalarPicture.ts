import type { Colour, DetectorFrame, Region } from "../../src/decoder/index.ts";

/** What the twin draws: colours by number, from a function of the count. */
export interface ScalarPictureOptions {
  readonly region: Region;
  readonly size: { readonly columns: number; readonly rows: number };
  readonly binning: "maximum" | "mean";
  /** Of what a picture pixel shows, an exact mean or maximum. */
  readonly colourOf: (count: number) => Colour;
  readonly masked: Colour;
  readonly outside: Colour;
}

/** The picture kernels' twin: one picture pixel after the other, as one would say it. */
export function scalarPicture(frame: DetectorFrame, options: ScalarPictureOptions): Uint8ClampedArray {
  const { region, size } = options;
  const pixels = new Uint8ClampedArray(4 * size.columns * size.rows);
  const acrossOf = (column: number) =>
    shown(column, { origin: region.x, step: region.width / size.columns, length: frame.columns });
  const columns = Array.from({ length: size.columns }, (_, column) => acrossOf(column));
  for (let row = 0; row < size.rows; row++) {
    const down = shown(row, { origin: region.y, step: region.height / size.rows, length: frame.rows });
    columns.forEach((across, column) => {
      pixels.set(colourOfPixel(frame, { ...options, across, down }), 4 * (row * size.columns + column));
    });
  }
  return pixels;
}

interface Span {
  readonly first: number;
  readonly end: number;
}

/** Source pixels whose centres lie in a picture pixel, or the one under its centre. */
function shown(
  index: number,
  { origin, step, length }: { readonly origin: number; readonly step: number; readonly length: number },
): Span {
  const edge = (at: number) => Math.floor(origin + at * step + 0.5);
  const first = step < 1 ? Math.floor(origin + (index + 0.5) * step) : edge(index);
  const end = step < 1 ? first + 1 : Math.max(edge(index + 1), first + 1);
  const inside = (value: number) => Math.min(Math.max(value, 0), length);
  return { first: inside(first), end: inside(end) };
}

function colourOfPixel(
  frame: DetectorFrame,
  options: ScalarPictureOptions & { readonly across: Span; readonly down: Span },
): Colour {
  const { across, down, binning } = options;
  const { data, columns, maskedValue } = frame;
  if (across.first >= across.end || down.first >= down.end) return options.outside;
  let [valid, sum, highest] = [0, 0, 0];
  for (let row = down.first; row < down.end; row++) {
    for (let index = row * columns + across.first; index < row * columns + across.end; index++) {
      const value = data[index] ?? maskedValue;
      if (value === maskedValue) continue;
      valid += 1;
      sum += value;
      if (value > highest) highest = value;
    }
  }
  if (valid === 0) return options.masked;
  return options.colourOf(binning === "mean" ? sum / valid : highest);
}
