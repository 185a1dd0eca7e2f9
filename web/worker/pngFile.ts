import { type Clock, type Decoder, type DetectorFrame, delay, type PictureOptions } from "../../src/index.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Rows that are drawn and compressed in one go: some milliseconds of a frame of 16 million pixels. */
const BAND = 32;

export interface PngOptions extends PictureOptions {
  readonly decoder: Decoder;
  readonly clock: Clock;
  /** Of the image. */
  readonly id: string;
}

/**
 * The picture of the whole frame, a pixel for a pixel, as a file; in bands, between which live images have their turn. Whoever calls
 * it holds the frame until then.
 * @throws {DecodeError} {@link FrameClosedError}
 */
export async function pngFile(frame: DetectorFrame, options: PngOptions): Promise<File> {
  const { columns, rows } = frame;
  const deflate = new CompressionStream("deflate");
  const [parts] = await Promise.all([
    dataChunks(deflate.readable.getReader()),
    writeBands(frame, { ...options, writer: deflate.writable.getWriter() }),
  ]);
  const all = [SIGNATURE, chunk("IHDR", header(columns, rows)), ...parts, chunk("IEND", new Uint8Array())];
  return new File(all, `${options.id}.png`, { type: "image/png" });
}

async function writeBands(
  frame: DetectorFrame,
  options: PngOptions & { readonly writer: WritableStreamDefaultWriter<BufferSource> },
): Promise<void> {
  const { decoder, clock, id: _, writer, ...look } = options;
  const { columns, rows } = frame;
  try {
    for (let y = 0; y < rows; y += BAND) {
      const region = { x: 0, y, width: columns, height: Math.min(BAND, rows - y) };
      const { pixels } = decoder.picture(frame, { ...look, region });
      await writer.write(unfiltered(pixels, columns));
      await delay(0, { clock });
    }
    await writer.close();
  } catch (error) {
    // Whoever reads hears of it, too.
    await writer.abort(error);
    throw error;
  }
}

/** Rows as PNG has them: the kind of filter (none), then red, green, blue; every pixel is opaque. */
function unfiltered(rgba: Uint8ClampedArray, columns: number): Uint8Array<ArrayBuffer> {
  const rows = rgba.length / (4 * columns);
  const bytes = new Uint8Array(rows * (3 * columns + 1));
  let [from, to] = [0, 0];
  for (let row = 0; row < rows; row++) {
    to += 1;
    for (let column = 0; column < columns; column++, from += 4, to += 3) {
      bytes[to] = rgba[from] ?? 0;
      bytes[to + 1] = rgba[from + 1] ?? 0;
      bytes[to + 2] = rgba[from + 2] ?? 0;
    }
  }
  return bytes;
}

async function dataChunks(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
    if (value !== undefined) chunks.push(chunk("IDAT", value));
  return chunks;
}

/** Eight bits each of red, green and blue. */
function header(columns: number, rows: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  bytes.set([8, 2], 8);
  return bytes;
}

/** Length, type, data, and the checksum of both (PNG specification, 5.3). */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let letter = 0; letter < 4; letter++) bytes[4 + letter] = type.charCodeAt(letter);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, checksum(bytes.subarray(4, data.length + 8)));
  return bytes;
}

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

/** CRC-32 of ISO 3309. */
function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (REMAINDERS[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  return ~remainder >>> 0;
}
