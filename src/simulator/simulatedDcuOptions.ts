import { EigerMonitorError } from "../errors.ts";
import type { SimulatorClock } from "./clock.ts";
import type { FaultScript } from "./faults/fault.ts";
import type { InjectedFault } from "./faults/faultPlan.ts";
import { proveFaultScript } from "./faults/faultScript.ts";
import { DETECTOR_MODELS, type DetectorModel } from "./models.ts";
import type { BitDepth } from "./patterns/pattern.ts";
import type { TiffLayout } from "./writeTiff.ts";

/** What is simulated. */
export interface SimulatedDcuOptions {
  /** A name of {@link DETECTOR_MODELS}, or a detector that is not among them. Default `eiger2-4m`. */
  readonly model?: string | DetectorModel | undefined;
  /** Default 32. */
  readonly bitDepth?: BitDepth | undefined;
  /** Images per second; `frame_time` after power-up. Default 10. */
  readonly rate?: number | undefined;
  /** Images that are taken by itself; default: without end. */
  readonly images?: number | undefined;
  /** `diffraction`: a rotating protein crystal. `ramp`: (x + 3·y + 7·image) mod 251. Default `diffraction`. */
  readonly pattern?: "diffraction" | "ramp" | undefined;
  /** TIFF files to serve as they are, in turn, instead of a pattern. */
  readonly replay?: readonly Uint8Array[] | undefined;
  /** Default `2020.2`. */
  readonly layout?: TiffLayout | undefined;
  /** Images of an exposure. Default 1. */
  readonly thresholds?: 1 | 2 | undefined;
  /** Default 1; the same seed gives the same pixels. */
  readonly seed?: number | undefined;
  /** Does it take images by itself while the monitor is enabled? Default true; else it waits for arm and trigger. */
  readonly auto?: boolean | undefined;
  /** Does it let web pages of other origins in? Default false, as real units. */
  readonly cors?: boolean | undefined;
  /** Default true; false is the state after power-up, `na`, in which only `initialize` is of use. */
  readonly initialized?: boolean | undefined;
  /** Status of a request for an API version that it does not speak: 400 (default) or, as other firmware, 404. */
  readonly unknownVersion?: 400 | 404 | undefined;
  /** Which requests fail, and how (docs/faults.md); default: none. A proven script or what `JSON.parse` gave. */
  readonly faults?: FaultScript | undefined;
  /** Told of each fault that is injected. */
  readonly onFault?: ((injected: InjectedFault) => void) | undefined;
  readonly clock?: SimulatorClock | undefined;
}

/** Every option given, and of a value that can be simulated. */
export type ProvenOptions = {
  readonly [Key in Exclude<keyof SimulatedDcuOptions, "model" | "faults" | "onFault">]-?: Exclude<
    SimulatedDcuOptions[Key],
    undefined
  >;
} & Pick<SimulatedDcuOptions, "onFault"> & { readonly model: DetectorModel; readonly faults: FaultScript };

/** @throws {EigerMonitorError} SIMULATOR_OPTION; FAULT_SCRIPT */
export function proveOptions(
  options: SimulatedDcuOptions,
  { clock }: { readonly clock: SimulatorClock },
): ProvenOptions {
  const { model = "eiger2-4m", rate = 10, images = Number.POSITIVE_INFINITY, seed = 1 } = options;
  proveRange("rate", rate, { min: 1e-4, max: 1e5 });
  proveRange("images", images, { min: 0, max: Number.POSITIVE_INFINITY });
  proveRange("seed", seed, { min: 0, max: 2 ** 31 - 1 });
  return {
    model: findModel(model),
    bitDepth: options.bitDepth ?? 32,
    rate,
    images,
    pattern: options.pattern ?? "diffraction",
    replay: options.replay ?? [],
    layout: options.layout ?? "2020.2",
    thresholds: options.thresholds ?? 1,
    seed,
    auto: options.auto ?? true,
    cors: options.cors ?? false,
    initialized: options.initialized ?? true,
    unknownVersion: options.unknownVersion ?? 400,
    faults: proveFaultScript(options.faults ?? { faults: [] }),
    onFault: options.onFault,
    clock: options.clock ?? clock,
  };
}

function proveRange(name: string, value: number, { min, max }: { min: number; max: number }): void {
  if (value >= min && value <= max) return;
  throw new EigerMonitorError("SIMULATOR_OPTION", `${name} is ${value}; expected ${min} to ${max}`);
}

function findModel(name: string | DetectorModel): DetectorModel {
  if (typeof name !== "string") return name;
  const model = DETECTOR_MODELS.get(name);
  if (model !== undefined) return model;
  const known = [...DETECTOR_MODELS.keys()].join(", ");
  throw new EigerMonitorError(
    "SIMULATOR_OPTION",
    `model is ${JSON.stringify(name)}; expected one of ${known}`,
  );
}
