import { type ImageMetadata, tenEntries, thirteenEntries } from "./dectrisDirectory.ts";
import type { DetectorModel } from "./models.ts";
import { directory, type Entry, TYPE } from "./tiffDirectory.ts";

/**
 * How firmware lays out the monitor's file:
 *
 * - `eiger1`: pixels at byte 8, eight tags behind them, no metadata
 * - `2020.2`: DECTRIS directory of ten entries at byte 8, pixels at 216
 * - `2024.1`: the same with thirteen entries, pixels at 284
 * - `compatible`: ten entries at byte 8 for clients with fixed offsets, thirteen behind the pixels for those that read tags
 */
export const TIFF_LAYOUTS = ["eiger1", "2020.2", "2024.1", "compatible"] as const;
export type TiffLayout = (typeof TIFF_LAYOUTS)[number];

/** A piece of the pixels, in the order of the file. */
type Pixels = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** A monitor image in parts, so that its pixels are sent from where they are.  */
export function writeTiff(
  pixels: readonly Pixels[],
  options: {
    readonly model: DetectorModel;
    readonly bitDepth: number;
    readonly layout: TiffLayout;
    readonly metadata: ImageMetadata;
  },
): readonly Uint8Array[] {
  const { model, bitDepth, layout, metadata } = options;
  const entries = layout === "2024.1" ? thirteenEntries(metadata) : tenEntries(metadata);
  const front = layout === "eiger1" ? NOTHING : directory(entries, { offset: 8 });
  const strip = { ...model, bitDepth, offset: 8 + front.length };
  const end = strip.offset + stripBytes(strip);
  if (layout === "eiger1") return assemble([front], pixels, directory(eiger1Entries(strip), { offset: end }));
  if (layout !== "compatible") {
    return assemble([front], pixels, directory(mainEntries(strip, { dectris: 8 }), { offset: end }));
  }
  const behind = directory(thirteenEntries(metadata), { offset: end });
  const main = directory(mainEntries(strip, { dectris: end }), { offset: end + behind.length });
  return assemble([front, behind], pixels, main);
}

/** An array of the detector (pixel mask, flat-field) as a TIFF: 32 bits, whole numbers or float. */
export function writeArrayTiff(
  pixels: Uint32Array | Float32Array,
  model: DetectorModel,
): readonly Uint8Array[] {
  const strip = { ...model, bitDepth: 32, offset: 8 };
  const entries = mainEntries(strip, pixels instanceof Float32Array ? { sampleFormat: 3 } : {});
  return assemble([], [pixels], directory(entries, { offset: 8 + stripBytes(strip) }));
}

/** The one strip that all pixels are in. */
interface Strip {
  readonly columns: number;
  readonly rows: number;
  readonly bitDepth: number;
  readonly offset: number;
}

function stripBytes({ columns, rows, bitDepth }: Strip): number {
  return (columns * rows * bitDepth) / 8;
}

/** Header, what stands before the pixels, pixels, what stands behind, main directory; the header points to the last. */
function assemble(
  [front = NOTHING, behind = NOTHING]: readonly Uint8Array[],
  pixels: readonly Pixels[],
  main: Uint8Array,
): readonly Uint8Array[] {
  const data = pixels.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  const mainOffset = data.reduce((sum, part) => sum + part.length, 8 + front.length + behind.length);
  const header = new Uint8Array(8 + front.length);
  header.set([0x49, 0x49, 42, 0]);
  new DataView(header.buffer).setUint32(4, mainOffset, true);
  header.set(front, 8);
  return [header, ...data, behind, main].filter((part) => part.length > 0);
}

const NOTHING = new Uint8Array(0);

/** The eight tags of EIGER; without 262, which readers of later files (Pillow for 32 bits, Rust's image-tiff) need. */
function eiger1Entries(strip: Strip): readonly Entry[] {
  return [
    { tag: 256, type: TYPE.short, values: [strip.columns] },
    { tag: 257, type: TYPE.short, values: [strip.rows] },
    { tag: 258, type: TYPE.short, values: [strip.bitDepth] },
    { tag: 259, type: TYPE.short, values: [1] },
    { tag: 273, type: TYPE.long, values: [strip.offset] },
    { tag: 278, type: TYPE.short, values: [strip.rows] },
    { tag: 279, type: TYPE.long, values: [stripBytes(strip)] },
    { tag: 339, type: TYPE.short, values: [1] },
  ];
}

function mainEntries(
  strip: Strip,
  { dectris, sampleFormat = 1 }: { readonly dectris?: number; readonly sampleFormat?: number },
): readonly Entry[] {
  return [
    { tag: 256, type: TYPE.long, values: [strip.columns] },
    { tag: 257, type: TYPE.long, values: [strip.rows] },
    { tag: 258, type: TYPE.short, values: [strip.bitDepth] },
    { tag: 259, type: TYPE.short, values: [1] },
    { tag: 262, type: TYPE.short, values: [1] },
    { tag: 273, type: TYPE.long, values: [strip.offset] },
    { tag: 277, type: TYPE.short, values: [1] },
    { tag: 278, type: TYPE.long, values: [strip.rows] },
    { tag: 279, type: TYPE.long, values: [stripBytes(strip)] },
    { tag: 339, type: TYPE.short, values: [sampleFormat] },
    ...(dectris === undefined ? [] : [{ tag: 51_192, type: TYPE.long, values: [dectris] }]),
  ];
}
