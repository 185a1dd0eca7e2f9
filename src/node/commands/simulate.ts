import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  DETECTOR_MODELS,
  SimulatedDcu,
  type SimulatedDcuOptions,
  TIFF_LAYOUTS,
} from "../../simulator/index.ts";
import { type DcuServer, serveDcu } from "../dcuServer.ts";
import { interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

type DetectorOptions = Omit<SimulatedDcuOptions, "replay">;

interface SimulateOptions extends DetectorOptions {
  readonly port: number;
  readonly host: string;
  readonly replay?: readonly string[];
  readonly json?: true;
}

/** `eiger-monitor simulate`: a detector control unit without a detector. */
export function simulateCommand(terminal: Terminal): Command {
  return withDetectorOptions(
    new Command("simulate").description(
      "a simulated detector control unit, for any client of SIMPLON's monitor",
    ),
  )
    .option("--port <port>", "TCP port; 0 takes a free one", wholeNumber({ min: 0, max: 65_535 }), 8000)
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--cors", "let web pages of other origins use it (a real control unit does not)")
    .option("--json", "print one JSON object with its addresses")
    .addHelpText("after", HELP)
    .action((options: SimulateOptions) => interruptible((signal) => simulate(options, { terminal, signal })));
}

/** What is simulated. */
function withDetectorOptions(command: Command): Command {
  const models = [...DETECTOR_MODELS.keys()];
  return command
    .addOption(new Option("--model <model>", "detector").choices(models).default("eiger2-4m"))
    .addOption(
      new Option("--bit-depth <bits>", "bits of a pixel")
        .choices(["8", "16", "32"])
        .default(32)
        .argParser(oneOf([8, 16, 32])),
    )
    .option("--rate <hertz>", "images per second", positiveNumber, 10)
    .option("--images <n>", "stop after n images (default: never)", wholeNumber({ min: 1, max: 2e9 }))
    .addOption(
      new Option("--pattern <pattern>", "what the images show")
        .choices(["diffraction", "ramp"])
        .default("diffraction"),
    )
    .option("--replay <file...>", "serve these TIFF files instead, in turn, byte for byte")
    .addOption(
      new Option("--layout <layout>", "TIFF as which firmware writes it")
        .choices(TIFF_LAYOUTS)
        .default("2020.2"),
    )
    .addOption(
      new Option("--thresholds <n>", "images of an exposure")
        .choices(["1", "2"])
        .default(1)
        .argParser(oneOf([1, 2])),
    )
    .option("--seed <n>", "another seed, another crystal", wholeNumber({ min: 0, max: 2 ** 31 - 1 }), 1)
    .option("--no-auto", "take no images by itself: wait for arm and trigger");
}

const HELP = `
Images are taken while the monitor is enabled, as clients do when they start. A client that arms, disarms or initializes
the detector takes over from then on.

Examples:
  eiger-monitor simulate                                         EIGER2 4M, 10 Hz, port 8000
  eiger-monitor simulate --model eiger-16m --rate 100
  eiger-monitor simulate --port 0 --pattern ramp --json          for scripts and tests
  eiger-monitor simulate --model eiger-500k --layout eiger1 --bit-depth 16
  eiger-monitor simulate --replay image1.tif image2.tif --rate 2`;

async function simulate(
  { port, host, replay, json, ...detector }: SimulateOptions,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  const files = replay && {
    replay: await Promise.all(replay.map(async (file) => new Uint8Array(await readFile(file)))),
  };
  const server = await serveDcu(new SimulatedDcu({ ...detector, ...files }), { host, port });
  try {
    if (json) await terminal.print(JSON.stringify({ url: server.url, source: server.source }), { signal });
    else await introduce(server, { terminal, signal, detector });
    await aborted(signal);
  } finally {
    await server.close();
  }
}

async function introduce(
  { source }: DcuServer,
  options: { readonly terminal: Terminal; readonly signal: AbortSignal; readonly detector: DetectorOptions },
): Promise<void> {
  const { terminal, signal, detector } = options;
  const taking = detector.auto === false ? "images on arm and trigger" : `${detector.rate} images per second`;
  const lines = [
    `Simulated ${detector.model}, ${detector.bitDepth} bit, ${taking}`,
    `  monitor  ${source}`,
    `  next     eiger-monitor watch ${source}`,
  ];
  for (const line of lines) await terminal.print(line, { signal });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function wholeNumber({ min, max }: { readonly min: number; readonly max: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,10}$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 1e5) return value;
  throw new InvalidArgumentError("Expected a number above 0, up to 100000.");
}

function oneOf(allowed: readonly number[]): (text: string) => number {
  return (text) => {
    const value = allowed.find((item) => String(item) === text);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(`Expected one of ${allowed.join(", ")}.`);
  };
}
