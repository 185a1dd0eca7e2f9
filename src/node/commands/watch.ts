import { Command, InvalidArgumentError, Option } from "commander";
import { isEigerMonitorError } from "../../errors.ts";
import { readMonitorAddress } from "../../simplon/monitorAddress.ts";
import { FRAME_FORMATS } from "../frameFiles/frameFile.ts";
import { interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { TAKE_WAYS, type WatchOptions, watchSource } from "../watchSource.ts";

/** `eiger-monitor watch SOURCE`: data events of a detector, as OM hands them out. */
export function watchCommand(terminal: Terminal): Command {
  const command = new Command("watch")
    .description("take every image that a detector's monitor offers and say what is in it")
    .argument(
      "<source>",
      "address of the monitor, http://HOST[:PORT]/monitor/api/1.8.0 (or just http://HOST)",
      monitorSource,
    )
    .addHelpText("after", HELP);
  return withWatchOptions(command).action((source: string, options: WatchOptions) =>
    interruptible((signal) => watchSource(source, { ...options, terminal, signal })),
  );
}

/** The options that `start` shares. */
export function withWatchOptions(command: Command): Command {
  return command
    .option("--config <file>", "OM's monitor.yaml; its group data_retrieval_layer is read")
    .option("--count <n>", "end after n images", positiveInteger)
    .option("--no-configure", "leave the monitor's configuration alone: read only")
    .addOption(
      new Option("--fetch <way>", "how to take images: the next one, or by id, which loses none")
        .choices(Object.keys(TAKE_WAYS))
        .default("next"),
    )
    .option("--clear", "empty the monitor's buffer first: else the oldest images in it come first")
    .option("--digest", "add the SHA-256 of the pixels (native depth, little endian)")
    .option("--save <dir>", "save every image in this folder")
    .addOption(new Option("--format <format>", "how to save").choices(FRAME_FORMATS).default("tiff"))
    .option("--counters", "say all counters as one JSON object in the last line of standard error")
    .option("--json", "print one JSON object a line for each image");
}

const HELP = `
Unless --no-configure is given, the monitor is enabled, told to keep the newest images (discard_new false) and its
buffer_size is set, as OM does; also again, when the control unit was restarted or initialised meanwhile.
Taking images with --fetch next (images/next) removes them from the monitor's buffer, and one that is cut on its way is lost.
With --fetch byId they stay there for others and are asked for again when cut; the buffer's old images come first.
An image that comes twice is reported once. What happens is told on standard error: states, missing images, and last the
exact counts, with --counters also as JSON. Standard output has images only.
Saved files are named SERIES_IMAGE, of a second threshold SERIES_IMAGE_2; a file that exists is not written over, the
new one is named SERIES_IMAGE~2 then. PNG takes about a second for 4 megapixels: a fast detector's images get lost meanwhile.

Examples:
  eiger-monitor watch http://dcu --count 10 --save images --format png
  eiger-monitor watch http://dcu/monitor/api/1.8.0 --json | jq .max`;

/** The address as it was given, if it can be one. */
export function monitorSource(text: string): string {
  try {
    readMonitorAddress(text);
    return text;
  } catch (error) {
    if (!isEigerMonitorError(error)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number of 1 or more.");
}
