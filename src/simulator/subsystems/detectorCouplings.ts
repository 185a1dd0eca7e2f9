import { numberAt, type Parameter, type ParameterTable, type ParameterValue } from "../parameter.ts";
import { ENERGY_WAVELENGTH, READOUT_TIME } from "./detectorConfiguration.ts";

/**
 * Sets a value and those that follow from it; returns the names of all that changed or may have, as PUT replies them.
 */
export function setDetectorValue(
  table: ParameterTable,
  key: string,
  value: ParameterValue,
  { defaults }: { readonly defaults: ParameterTable },
): readonly string[] {
  // What follows from a value stays within its own limits: clients clamp to what is published.
  const set = (name: string, next: ParameterValue) => {
    const parameter = table[name];
    if (parameter !== undefined) parameter.value = clamped(next, parameter);
  };
  set(key, value);
  const number = Number(value);
  switch (key) {
    case "photon_energy":
    case "incident_energy":
      setEnergy(number, set);
      return ENERGY_DEPENDENT;
    case "wavelength":
      setEnergy(ENERGY_WAVELENGTH / number, set);
      return ENERGY_DEPENDENT;
    case "threshold_energy":
    case "threshold/1/energy":
      set("threshold_energy", number);
      set("threshold/1/energy", number);
      return [
        "flatfield",
        "threshold/1/energy",
        "threshold/1/flatfield",
        "threshold/2/flatfield",
        "threshold_energy",
      ];
    case "frame_time":
      if (number < numberAt(table, "count_time")) set("count_time", number - READOUT_TIME);
      break;
    case "count_time":
      if (number > numberAt(table, "frame_time")) set("frame_time", number + READOUT_TIME);
      break;
    case "roi_mode":
      for (const name of ["count_time", "frame_time"]) set(name, numberAt(defaults, name));
      set("frame_count_time", numberAt(defaults, "count_time"));
      return ["count_time", "frame_time", "roi_mode"];
    case "auto_summation":
      return ["auto_summation", "frame_count_time"];
    case "threshold/1/mode":
      return ["threshold/1/mode", "threshold/difference/mode"];
    case "threshold/difference/mode":
      return ["difference_mode"];
    default:
      return [key];
  }
  set("frame_count_time", numberAt(table, "count_time"));
  return TIME_DEPENDENT;
}

const ENERGY_DEPENDENT: readonly string[] = [
  "element",
  "flatfield",
  "incident_energy",
  "photon_energy",
  "threshold/1/energy",
  "threshold/1/flatfield",
  "threshold/2/energy",
  "threshold/2/flatfield",
  "threshold_energy",
  "wavelength",
];

const TIME_DEPENDENT: readonly string[] = [
  "bit_depth_image",
  "bit_depth_readout",
  "count_time",
  "countrate_correction_count_cutoff",
  "frame_count_time",
  "frame_time",
];

function clamped(value: ParameterValue, { min = -Infinity, max = Infinity }: Parameter): ParameterValue {
  return typeof value === "number" ? Math.min(Math.max(value, min), max) : value;
}

function setEnergy(energy: number, set: (name: string, value: ParameterValue) => void): void {
  set("photon_energy", energy);
  set("incident_energy", energy);
  set("threshold_energy", energy / 2);
  set("threshold/1/energy", energy / 2);
  set("threshold/2/energy", energy * 1.4);
  set("wavelength", ENERGY_WAVELENGTH / energy);
  set("element", "");
}
