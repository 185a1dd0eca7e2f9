import { readFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { createDecoder } from "../../decoder/index.ts";
import type { Depth } from "../../tiff/index.ts";
import { FRAME_FORMATS, type FrameFormat, saveFrame } from "../frameFiles/frameFile.ts";
import { type FrameRecord, frameRecord, toJsonLine } from "../frameRecord.ts";
import type { ImageFile } from "../imageFiles/imageFile.ts";
import {
  PAYLOAD_ENCODINGS,
  type PayloadEncoding,
  type PayloadFormat,
  parseDepth,
  parseShape,
  payloadFormat,
} from "../imageFiles/payloadFormat.ts";
import { readImageFile } from "../imageFiles/readImageFile.ts";
import { UsageError } from "../imageFiles/usageError.ts";
import type { Terminal } from "../terminal.ts";

/** What the user asked of `decode`. */
interface DecodeOptions extends Readonly<Partial<Record<FrameFormat, string>>> {
  readonly encoding?: PayloadEncoding;
  readonly shape?: PayloadFormat["shape"];
  readonly depth?: Depth;
  readonly threshold?: string;
  readonly digest?: true;
  readonly json?: true;
}

/** `eiger-monitor decode FILE`: one image file, without a detector. */
export function decodeCommand(terminal: Terminal): Command {
  return new Command("decode")
    .description("read one image and say what is in it")
    .argument("<file>", "a monitor TIFF, an image message of Stream V2 (CBOR), or a compressed payload")
    .addOption(new Option("--encoding <name>", "the file is a raw payload").choices(PAYLOAD_ENCODINGS))
    .option("--shape <rowsxcolumns>", "size of the payload's frame, 4362x4148", parseShape)
    .option("--depth <bits>", "bits of its pixels, where the encoding does not say: 8, 16 or 32", parseDepth)
    .option("--threshold <name>", "which image of a message: threshold_2 or just 2; the first without it")
    .option("--tiff <out>", "save the counts as a plain TIFF")
    .option("--npy <out>", "save the counts as a numpy array of shape (rows, columns)")
    .option("--png <out>", "save a picture to look at")
    .option("--digest", "add the SHA-256 of the pixels (native depth, little endian)")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (file: string, options: DecodeOptions, command: Command) => {
      try {
        await decode(file, { ...options, terminal });
      } catch (error) {
        if (error instanceof UsageError) command.error(`error: ${error.message}`);
        throw error;
      }
    });
}

const HELP = `
TIFF and CBOR are recognised by what is in the file. A payload has DECTRIS framing: 12 bytes of header, then blocks.

Examples:
  eiger-monitor decode image.tif --png image.png
  eiger-monitor decode image.cbor --threshold 2 --npy counts.npy
  eiger-monitor decode frame.bin --encoding bs16-lz4 --shape 4362x4148 --tiff frame.tif
  eiger-monitor decode frame.bin --encoding lz4 --depth 32 --shape 514x1030 --json --digest`;

async function decode(file: string, options: DecodeOptions & { readonly terminal: Terminal }): Promise<void> {
  const { terminal, digest = false } = options;
  const format = payloadFormat(options);
  const bytes = new Uint8Array(await readFile(file));
  const decoder = await createDecoder();
  const image = readImageFile(bytes, { decoder, format, threshold: options.threshold });
  const { frame, identity } = image;
  const record = frameRecord(frame, { identity, statistics: decoder.statistics(frame), digest });
  for (const form of FRAME_FORMATS) {
    const path = options[form];
    if (path !== undefined) await saveFrame(path, { frame, format: form, decoder });
  }
  for (const line of options.json ? [toJsonLine(record)] : describe(record, image))
    await terminal.print(line, {});
}

function describe(record: FrameRecord, { time, threshold, note }: ImageFile): readonly string[] {
  const rows: [string, unknown][] = [
    ["event", record.event_id ?? "none (the file has no series and image number)"],
    ["time", time ?? "none"],
    ["shape", `${record.shape[0]} rows × ${record.shape[1]} columns, ${record.dtype}`],
    ["counts", `${record.min ?? "none"} to ${record.max ?? "none"}, sum ${record.sum}`],
    ["masked", `${record.masked} pixels`],
  ];
  if (threshold !== null) rows.push(["threshold", threshold]);
  if (record.sha256 !== undefined) rows.push(["sha256", record.sha256]);
  if (note !== null) rows.push(["note", note]);
  return rows.map(([name, value]) => `${name.padEnd(10)} ${value}`);
}
