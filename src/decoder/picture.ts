import { DecodeError, EigerMonitorError } from "../errors.ts";
import { type Colour, type ColourTable, type ColourTableName, colourTable } from "./colourTable.ts";
import type { DetectorFrame } from "./detectorFrame.ts";
import { type FrameSlot, WORKSPACE_BYTES } from "./frameSlot.ts";
import { type KernelRunner, PART_BYTES } from "./kernelRunner.ts";
import { pack, type Scale, type Tones, toneSteps } from "./toneSteps.ts";

/** A rectangle in source pixels; pixel 0 covers 0 … 1. It may be fractional, and outside of the frame. */
export interface Region {
  /** Along a row, from the left. */
  readonly x: number;
  /** Down the rows, from the top. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a frame is to look. */
export interface PictureOptions {
  /** What is shown; the whole frame by default. */
  readonly region?: Region;
  /** Pixels of the picture, 1 … 16384 each way; by default the region's own, 1:1. */
  readonly size?: { readonly columns: number; readonly rows: number };
  /** Default linear. "hdr" goes with the colour table "hdr". */
  readonly scale?: Scale;
  /** Counts of the first and of the last colour; default 0 to the 99.9th percentile of the frame, at least 5. */
  readonly levels?: readonly [low: number, high: number];
  /** Default "inverted-grey". */
  readonly colours?: ColourTableName | ColourTable;
  /** Where a picture pixel shows several source pixels: their maximum (no peak vanishes), or the mean of the valid ones. */
  readonly binning?: "maximum" | "mean";
  /** Counts from which a picture pixel is saturated. */
  readonly saturation?: number;
  /** Of pixels that are masked, or show masked ones only. Default light blue. */
  readonly maskedColour?: Colour;
  /** Default orange. */
  readonly saturatedColour?: Colour;
  /** Of what is not on the frame. Default transparent. */
  readonly outsideColour?: Colour;
  /** Memory to draw into, `columns × rows × 4` bytes: new memory costs more than the drawing. */
  readonly into?: Uint8ClampedArray<ArrayBuffer>;
}

/** A picture, as `ImageData` takes it. */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

const MASKED: Colour = [174, 199, 232, 255];
const SATURATED: Colour = [255, 127, 14, 255];
const OUTSIDE: Colour = [0, 0, 0, 0];

const LONGEST_PICTURE = 16_384;
const LONGEST_FRAME = 65_536;

/** The workspace: request (64) │ tones (head of 262216, then up to 4098 steps of 8) │ scratch │ a band of the picture. */
const TONES = 64;
const TONES_HEAD = 262_208;
const TONES_BYTES = TONES_HEAD + 8 + 4098 * 8;

/** Mean counts in units of 2⁻⁶, or of as little as the levels need in 32 bits. */
const MEAN_BITS = 6;

/** Draws a frame; see `Decoder.picture`. */
export function drawPicture(
  frame: DetectorFrame,
  options: PictureOptions & { readonly levels: readonly [number, number] },
  runner: KernelRunner,
): Picture {
  const plan = planPicture(frame, options);
  const { columns, rows, pixels } = plan;
  // Read once: a trap ends it.
  const inPlace = frame.lease;
  const lease = inPlace ?? runner.slots.acquire(plan.partBytes, { pixelOffset: 0 });
  try {
    const { slot } = lease;
    const scratch = slot.workspace + TONES + TONES_BYTES;
    const target = scratch + plan.scratchBytes;
    writeTones(slot, plan);
    runner.run(slot, () => slot.kernels.prepareTones(slot.workspace + TONES));
    for (let fromRow = 0; fromRow < rows; fromRow += plan.bandRows) {
      const toRow = Math.min(fromRow + plan.bandRows, rows);
      const part =
        inPlace === undefined ? copyPart(frame, plan, { fromRow, toRow, into: lease.bytes }) : whole(frame);
      writeRequest(slot, plan, { fromRow, toRow, ...part });
      runner.run(slot, () =>
        slot.kernels.picture(
          frame.depth / 8,
          part.address,
          slot.workspace,
          slot.workspace + TONES,
          scratch,
          target,
        ),
      );
      const band = new Uint8Array(slot.kernels.memory.buffer, target, 4 * columns * (toRow - fromRow));
      pixels.set(band, 4 * columns * fromRow);
    }
  } finally {
    if (inPlace === undefined) lease.release();
  }
  return { columns, rows, pixels };
}

/** All that is decided before the first pixel. */
interface Plan extends Picture {
  readonly region: Region;
  readonly frameColumns: number;
  readonly tones: Tones;
  /** −1: maximum. */
  readonly meanBits: number;
  readonly scratchBytes: number;
  /** Picture rows of one call of the kernel. */
  readonly bandRows: number;
  /** Of the source pixels of one call. */
  readonly partBytes: number;
}

function planPicture(
  frame: DetectorFrame,
  options: PictureOptions & { readonly levels: readonly [number, number] },
): Plan {
  const { region = { x: 0, y: 0, width: frame.columns, height: frame.rows } } = options;
  const { columns, rows } = options.size ?? {
    columns: Math.ceil(region.width),
    rows: Math.ceil(region.height),
  };
  checkGeometry(frame, region, { columns, rows });
  const pixels = options.into ?? new Uint8ClampedArray(4 * columns * rows);
  if (pixels.length !== 4 * columns * rows)
    throw new EigerMonitorError(
      "BAD_OPTION",
      `${pixels.length} bytes for ${columns} × ${rows} pixels of RGBA`,
    );
  const scratchBytes = 12 * columns + 4 * (frame.columns + 64);
  const room = WORKSPACE_BYTES - TONES - TONES_BYTES - scratchBytes;
  const rowBytes = (frame.columns * frame.depth) / 8;
  const stepY = Math.max(region.height / rows, 1);
  const perPart = frame.lease === undefined ? PART_BYTES / (rowBytes * stepY) : Infinity;
  const bandRows = Math.max(Math.min(Math.floor(room / (4 * columns)), Math.floor(perPart), rows), 1);
  const partBytes = Math.min((Math.ceil(bandRows * stepY) + 2) * rowBytes, frame.rows * rowBytes);
  const tones = tonesOf(options);
  const meanBits = meanBitsOf(options, tones, { columns, rows, region });
  const { columns: frameColumns } = frame;
  return { columns, rows, pixels, region, frameColumns, tones, meanBits, scratchBytes, bandRows, partBytes };
}

function checkGeometry(
  frame: DetectorFrame,
  { x, y, width, height }: Region,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): void {
  if (Math.max(frame.rows, frame.columns) > LONGEST_FRAME)
    throw new DecodeError("LIMIT", `no picture of ${frame.columns} × ${frame.rows} pixels`, {
      limit: LONGEST_FRAME,
    });
  const isSide = (side: number) => Number.isInteger(side) && side >= 1 && side <= LONGEST_PICTURE;
  if (!isSide(columns) || !isSide(rows))
    throw new EigerMonitorError(
      "BAD_OPTION",
      `a picture of ${columns} × ${rows}: 1 to ${LONGEST_PICTURE} each way`,
    );
  const isSpan = (start: number, length: number) =>
    Math.abs(start) <= 2 ** 30 && length > 0 && length <= 2 ** 30;
  if (!isSpan(x, width) || !isSpan(y, height))
    throw new EigerMonitorError("BAD_OPTION", `no region: x ${x}, y ${y}, width ${width}, height ${height}`);
}

function tonesOf(options: PictureOptions & { readonly levels: readonly [number, number] }): Tones {
  const { colours = "inverted-grey", scale = "linear", levels, saturation } = options;
  return {
    table: typeof colours === "string" ? colourTable(colours) : colours,
    scale,
    levels,
    saturation,
    masked: options.maskedColour ?? MASKED,
    saturated: options.saturatedColour ?? SATURATED,
    outside: options.outsideColour ?? OUTSIDE,
  };
}

/** A picture that is nowhere coarser than the frame has nothing to average. */
function meanBitsOf(
  { binning = "maximum" }: PictureOptions,
  { levels, saturation = 0 }: Tones,
  size: { readonly columns: number; readonly rows: number; readonly region: Region },
): number {
  const isCoarser = size.region.width > size.columns || size.region.height > size.rows;
  if (binning === "maximum" || !isCoarser) return -1;
  const highest = Math.max(levels[1], saturation, 1);
  return Math.min(Math.max(31 - Math.ceil(Math.log2(highest)), 0), MEAN_BITS);
}

function writeTones(slot: FrameSlot, { tones, meanBits }: Plan): void {
  const steps = toneSteps(tones, { unit: 2 ** Math.max(meanBits, 0) });
  const head = slot.workspace + TONES + TONES_HEAD;
  const words = new Uint32Array(slot.kernels.memory.buffer, head, 2 + steps.length);
  words.set([steps.length / 2, pack(tones.outside)]);
  words.set(steps, 2);
}

/** The layout of assembly/picture.ts. */
function writeRequest(
  slot: FrameSlot,
  { region: { x, y, width, height }, columns, rows, frameColumns, meanBits }: Plan,
  part: { fromRow: number; toRow: number; firstRow: number; endRow: number },
): void {
  const { buffer } = slot.kernels.memory;
  new Float64Array(buffer, slot.workspace, 4).set([x, y, width, height]);
  const { fromRow, toRow, firstRow, endRow } = part;
  const words = [columns, rows, fromRow, toRow, frameColumns, firstRow, endRow, meanBits];
  new Int32Array(buffer, slot.workspace + 32, 8).set(words);
}

interface Part {
  readonly address: number;
  /** Rows of the frame that lie there. */
  readonly firstRow: number;
  readonly endRow: number;
}

function whole(frame: DetectorFrame): Part {
  return { address: frame.data.byteOffset, firstRow: 0, endRow: frame.rows };
}

/** Source rows that some picture rows show go into a slot; which they are is assembly/axis.ts's, to the last bit. */
function copyPart(
  frame: DetectorFrame,
  { region, rows, frameColumns }: Plan,
  options: { readonly fromRow: number; readonly toRow: number; readonly into: Uint8Array<ArrayBuffer> },
): Part {
  const step = region.height / rows;
  const first = (row: number) =>
    step < 1 ? Math.floor(region.y + (row + 0.5) * step) : Math.floor(region.y + row * step + 0.5);
  const clip = (row: number) => Math.min(Math.max(row, 0), frame.rows);
  const firstRow = clip(first(options.fromRow));
  const lastFirst = first(options.toRow - 1);
  const endRow = clip(step < 1 ? lastFirst + 1 : Math.max(first(options.toRow), lastFirst + 1));
  const rowBytes = (frameColumns * frame.depth) / 8;
  options.into.set(frame.bytes.subarray(firstRow * rowBytes, endRow * rowBytes));
  return { address: options.into.byteOffset, firstRow, endRow };
}
