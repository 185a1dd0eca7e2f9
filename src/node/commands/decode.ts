import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { createDecoder } from "../../decoder/index.ts";
import { readTiff, type TiffImage } from "../../tiff/index.ts";
import { saveFrame } from "../frameFiles/frameFile.ts";
import { type FrameRecord, frameRecord, type ImageIdentity, toJsonLine } from "../frameRecord.ts";
import type { Terminal } from "../terminal.ts";

interface DecodeOptions {
  readonly npy?: string;
  readonly png?: string;
  readonly digest?: true;
  readonly json?: true;
}

/** `eiger-monitor decode FILE`: one image file, without a detector. */
export function decodeCommand(terminal: Terminal): Command {
  return new Command("decode")
    .description("read one monitor TIFF and say what is in it")
    .argument("<file>", "a TIFF as the monitor sends it (EIGER or EIGER2; 8, 16 or 32 bits)")
    .option("--npy <out>", "save the counts as a numpy array of shape (rows, columns)")
    .option("--png <out>", "save a picture to look at")
    .option("--digest", "add the SHA-256 of the pixels (native depth, little endian)")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  eiger-monitor decode image.tif --png image.png")
    .action((file: string, options: DecodeOptions) => decode(file, { ...options, terminal }));
}

async function decode(file: string, options: DecodeOptions & { readonly terminal: Terminal }): Promise<void> {
  const { terminal, digest = false } = options;
  const tiff = new Uint8Array(await readFile(file));
  const image = readTiff(tiff);
  const decoder = await createDecoder();
  const frame = decoder.decode(tiff, { image });
  const statistics = decoder.statistics(frame);
  const record = frameRecord(frame, { identity: identityOf(image), statistics, digest });
  if (options.npy !== undefined) await saveFrame(options.npy, { frame, tiff, format: "npy" });
  if (options.png !== undefined) await saveFrame(options.png, { frame, tiff, format: "png", decoder });
  for (const line of options.json ? [toJsonLine(record)] : describe(record, image))
    await terminal.print(line, {});
}

function identityOf({ dectris }: TiffImage): ImageIdentity {
  const series = dectris?.series ?? null;
  const image = dectris?.image ?? null;
  return {
    event_id: series === null || image === null ? null : `${series}_${image}`,
    series,
    image,
    threshold: dectris?.thresholdIds[0] ?? null,
    timestamp: dectris?.timestamp?.seconds ?? null,
    arrival: null,
  };
}

function describe(record: FrameRecord, { dectris, dectrisError }: TiffImage): readonly string[] {
  const rows: [string, unknown][] = [
    ["event", record.event_id ?? "none (the file has no series and image number)"],
    ["time", dectris?.imageDateTime ?? "none"],
    ["shape", `${record.shape[0]} rows × ${record.shape[1]} columns, ${record.dtype}`],
    ["counts", `${record.min ?? "none"} to ${record.max ?? "none"}, sum ${record.sum}`],
    ["masked", `${record.masked} pixels`],
  ];
  if (record.threshold !== null)
    rows.push(["threshold", `${record.threshold} at ${dectris?.thresholdEnergies[0]} eV`]);
  if (record.sha256 !== undefined) rows.push(["sha256", record.sha256]);
  if (dectrisError !== null) rows.push(["note", `no metadata: ${dectrisError.message}`]);
  return rows.map(([name, value]) => `${name.padEnd(10)} ${value}`);
}
