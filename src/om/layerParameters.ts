import {
  OmMissingDataSourceClassError,
  OmMissingParameterError,
  OmWrongParameterTypeError,
} from "../errors.ts";
import type { ParameterTable } from "./parameterTable.ts";

/** The quantities that OM takes from its configuration. */
export type ConfiguredQuantity = "beam_energy" | "detector_distance";

const GROUP = "data_retrieval_layer";

/** Names of a quantity's parameter: OM's released form, and the section of its development form. */
const FALLBACKS = {
  beam_energy: "fallback_beam_energy_in_eV",
  detector_distance: "fallback_detector_distance_in_mm",
} as const satisfies Record<ConfiguredQuantity, string>;

/** OM's group `data_retrieval_layer`, read in both of OM's forms. */
export class LayerParameters {
  /** Exposures that the monitor is to keep, 1 or more. */
  readonly bufferSize: number;
  /** Names of the data that `extractData` gives. */
  readonly requiredData: readonly string[];
  /** Does the image's own value come before the configured one? Ours; default false, as OM has it. */
  readonly preferImageMetadata: boolean;
  readonly #parameters: ParameterTable;

  /** @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError} */
  constructor(parameters: ParameterTable) {
    this.#parameters = parameters;
    this.bufferSize = readBufferSize(parameters);
    this.requiredData = readRequiredData(parameters);
    // OM reads it, and makes no use of it.
    const frames = {
      group: GROUP,
      parameter: "num_frames_in_event_to_process",
      parameterType: "int",
    } as const;
    parameters.getParameter(frames);
    this.preferImageMetadata = parameters.getParameter({
      group: GROUP,
      parameter: "prefer_image_metadata",
      parameterType: "bool",
      default: false,
    });
  }

  /** The configured value of a quantity: eV, or mm. */
  fallback(quantity: ConfiguredQuantity): number {
    const parameter = FALLBACKS[quantity];
    const released = this.#parameters.getParameter({ group: GROUP, parameter, parameterType: "float" });
    if (released !== undefined) return released;
    const section = this.#parameters.getParameter({
      group: GROUP,
      parameter: quantity,
      parameterType: "dict",
    });
    if (section === undefined) {
      throw new OmMissingParameterError(
        `parameter ${parameter} in group ${GROUP} is missing; ${quantity} needs it`,
      );
    }
    if (typeof section["value"] === "number") return section["value"];
    throw new OmWrongParameterTypeError(`parameter ${quantity}.value in group ${GROUP} is not a float`);
  }

  /**
   * Proves, before the first request, that what is required can be had.
   * @throws {OmMissingDataSourceClassError} naming the first unknown source
   */
  proveSources(available: readonly string[]): void {
    // `timestamp` is delivered in any case, so OM leaves it out here.
    const unknown = this.requiredData.find((name) => name !== "timestamp" && !available.includes(name));
    if (unknown === undefined) return;
    const known = available.join(", ");
    throw new OmMissingDataSourceClassError(`required_data names ${unknown}; there is ${known}`);
  }
}

function readBufferSize(parameters: ParameterTable): number {
  const query = { group: GROUP, parameterType: "int" } as const;
  const size =
    parameters.getParameter({ ...query, parameter: "buffer_size" }) ??
    parameters.getParameter({ ...query, parameter: "eiger_monitor_buffer_size", required: true });
  if (size >= 1) return size;
  throw new OmWrongParameterTypeError(
    `parameter eiger_monitor_buffer_size in group ${GROUP} is ${size}, expected 1 or more`,
  );
}

function readRequiredData(parameters: ParameterTable): readonly string[] {
  const names = parameters.getParameter({
    group: GROUP,
    parameter: "required_data",
    parameterType: "list",
    required: true,
  });
  return names.map((name) => {
    if (typeof name === "string") return name;
    throw new OmWrongParameterTypeError(
      `required_data in group ${GROUP} has ${JSON.stringify(name)}, expected a name`,
    );
  });
}
