import type { Decoder, DetectorFrame, Picture, PictureOptions } from "../decoder/index.ts";
import { crc32 } from "./crc32.ts";

/** Every PNG begins so (PNG specification, section 5.2). */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Bit depth 8, colour type RGB, deflate, the usual filters, not interlaced (section 11.2.1). */
const RGB_8 = [8, 2, 0, 0, 0];
/** Rows that go to the compressor together, so that other work comes between. */
const ROWS = 64;

/**
 * A frame as a PNG to look at, as `Decoder.picture` draws it; by default inverted grey (no counts are white, as on film), linear
 * up to the 99.9th percentile of the valid pixels, at least 5 counts; masked pixels, which are not counts, light blue.
 *
 * The picture is drawn before this returns; it is compressed by the platform's CompressionStream afterwards, and the frame
 * may be closed meanwhile.
 * @param options.between awaited before each part is compressed, so that other work of the thread has its turn; default: nothing
 * @throws {FrameClosedError}, and what `picture` throws
 */
export async function encodePng(
  frame: DetectorFrame,
  {
    decoder,
    between = async () => undefined,
    ...options
  }: PictureOptions & { readonly decoder: Decoder; readonly between?: () => Promise<void> },
): Promise<Uint8Array<ArrayBuffer>> {
  const picture = decoder.picture(frame, options);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, picture.columns);
  view.setUint32(4, picture.rows);
  header.set(RGB_8, 8);
  const pixels = new Uint8Array(await new Response(compressed(picture, between)).arrayBuffer());
  return join([SIGNATURE, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", new Uint8Array(0))]);
}

function compressed(picture: Picture, between: () => Promise<void>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let row = 0;
  const rows = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await between();
      const count = Math.min(ROWS, picture.rows - row);
      if (count > 0) controller.enqueue(scanlines(picture, { first: row, count }));
      else controller.close();
      row += count;
    },
  });
  return rows.pipeThrough(new CompressionStream("deflate"));
}

/** Each row behind a byte that says that it is not filtered. Every pixel is opaque: alpha would be a third more of nothing. */
function scanlines(
  { columns, pixels }: Picture,
  { first, count }: { readonly first: number; readonly count: number },
): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(count * (1 + 3 * columns));
  let from = 4 * columns * first;
  for (let start = 0; start < lines.length; start += 1 + 3 * columns) {
    for (let to = start + 1; to <= start + 3 * columns; to += 3, from += 4) {
      lines[to] = pixels[from] ?? 0;
      lines[to + 1] = pixels[from + 1] ?? 0;
      lines[to + 2] = pixels[from + 2] ?? 0;
    }
  }
  return lines;
}

/** Length, type, data, and a check of type and data (section 5.3). */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
