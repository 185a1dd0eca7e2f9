import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { DecodeError } from "../../errors.ts";
import {
  DETECTOR_MODELS,
  type InjectedFault,
  SimulatedDcu,
  type SimulatedDcuOptions,
  TIFF_LAYOUTS,
} from "../../simulator/index.ts";
import { readTiff } from "../../tiff/index.ts";
import type { Terminal } from "../terminal.ts";
import { describeFault, readFaultFile } from "./faultFile.ts";

/** What the user asked of a simulated detector. */
export type DetectorOptions = Omit<SimulatedDcuOptions, "replay" | "faults"> & {
  readonly replay?: readonly string[];
  readonly faults?: string;
};

/** The detector that was asked for; says so when a file to replay is not what a monitor sends. */
export async function createDetector(
  { replay, faults: faultFile, ...given }: DetectorOptions,
  { terminal }: { readonly terminal: Terminal },
): Promise<SimulatedDcu> {
  const faults = faultFile === undefined ? undefined : await readFaultFile(faultFile);
  const options = {
    ...given,
    faults,
    onFault: (injected: InjectedFault) => terminal.say(describeFault(injected)),
  };
  if (replay === undefined) return new SimulatedDcu(options);
  const files = await Promise.all(replay.map(async (file) => new Uint8Array(await readFile(file))));
  files.forEach((bytes, index) => {
    const problem = problemOf(bytes);
    if (problem !== undefined)
      terminal.say(`${replay[index]} is served as it is, but no client can read it: ${problem}`);
  });
  return new SimulatedDcu({ ...options, replay: files });
}

function problemOf(bytes: Uint8Array): string | undefined {
  try {
    readTiff(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** One line for a person. */
export function describeDetector({ model, bitDepth, rate, auto, replay }: DetectorOptions): string {
  const what = replay === undefined ? `${model}, ${bitDepth} bit` : replay.join(", ");
  return `Simulated ${what}, ${auto === false ? "images on arm and trigger" : `${rate} images per second`}`;
}

/** Adds the options of a simulated detector. */
export function withDetectorOptions(command: Command): Command {
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
    .addOption(
      new Option("--unknown-version <status>", "answer to an API version that it does not speak")
        .choices(["400", "404"])
        .default(400)
        .argParser(oneOf([400, 404])),
    )
    .option("--faults <file>", "let requests fail as this JSON script says (docs/faults.md)")
    .option("--no-auto", "take no images by itself: wait for arm and trigger");
}

export function wholeNumber({
  min,
  max,
}: {
  readonly min: number;
  readonly max: number;
}): (text: string) => number {
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
