import type { DetectorModel } from "../models.ts";
import { choice, count, fixed, flag, float, type ParameterTable, words } from "../parameter.ts";
import { beamCentre } from "../patterns/diffractionPattern.ts";
import type { BitDepth } from "../patterns/pattern.ts";

/** hc in eV · Å. */
export const ENERGY_WAVELENGTH = 12_398.42;
/** Seconds between two exposures. */
export const READOUT_TIME = 1e-7;

/** The detector's configuration as after `initialize` (SIMPLON API reference 1.8, section "Detector configuration"). */
export function detectorConfiguration(options: {
  readonly model: DetectorModel;
  readonly bitDepth: BitDepth;
  readonly rate: number;
  readonly thresholds: number;
  /** Masked pixels besides the gaps. */
  readonly excludedPixels: number;
}): ParameterTable {
  const { model, bitDepth, rate, thresholds, excludedPixels } = options;
  const centre = beamCentre(model);
  const energy = ENERGY_WAVELENGTH;
  return {
    ...goniometer(),
    auto_summation: flag(true),
    beam_center_x: float(centre.x, { unit: "px" }),
    beam_center_y: float(centre.y, { unit: "px" }),
    bit_depth_image: fixed(bitDepth, "uint"),
    bit_depth_readout: fixed(Math.min(bitDepth, 16), "uint"),
    compression: choice("bslz4", ["bslz4", "lz4", "none"]),
    count_time: float(1 / rate - READOUT_TIME, { unit: "s", min: 1e-7, max: 3600 }),
    counting_mode: choice("normal", ["normal", "retrigger"]),
    countrate_correction_applied: flag(true),
    countrate_correction_count_cutoff: fixed(Math.min(2 ** bitDepth - 2, 2_000_000), "uint"),
    data_collection_date: fixed("", "string"),
    description: fixed(model.description, "string"),
    detector_distance: float(0.15, { unit: "m" }),
    detector_number: fixed("E-32-0130", "string"),
    detector_readout_time: fixed(READOUT_TIME, "float", { unit: "s" }),
    extg_mode: choice("double", ["double", "single"]),
    eiger_fw_version: fixed("release-2022.1.2rc2", "string"),
    element: words(""),
    flatfield_correction_applied: flag(true),
    frame_count_time: fixed(1 / rate - READOUT_TIME, "float", { unit: "s" }),
    frame_time: float(1 / rate, { unit: "s", min: 1e-6, max: 3600 }),
    incident_energy: float(energy, { unit: "eV", min: 1000, max: 100_000 }),
    mask_to_zero: flag(false),
    nimages: count(1, { min: 1, max: 2_000_000_000 }),
    ntrigger: count(1, { min: 1, max: 2_000_000_000 }),
    number_of_excluded_pixels: fixed(excludedPixels, "uint"),
    photon_energy: float(energy, { unit: "eV", min: 1000, max: 100_000 }),
    pixel_mask_applied: flag(true),
    roi_mode: choice("disabled", ["disabled", "4M"]),
    sensor_material: fixed("Si", "string"),
    sensor_thickness: fixed(4.5e-4, "float", { unit: "m" }),
    software_version: fixed("1.8.0", "string"),
    "threshold/1/energy": float(energy / 2, { unit: "eV", min: 1000, max: 100_000 }),
    "threshold/1/mode": choice("enabled", ["disabled", "enabled"]),
    "threshold/2/energy": float(energy * 1.4, { unit: "eV", min: 1000, max: 200_000 }),
    "threshold/2/mode": choice(thresholds > 1 ? "enabled" : "disabled", ["disabled", "enabled"]),
    "threshold/difference/mode": choice("disabled", ["disabled", "enabled"]),
    threshold_energy: float(energy / 2, { unit: "eV", min: 1000, max: 100_000 }),
    trigger_mode: choice("ints", ["eies", "exte", "extg", "exts", "inte", "ints"]),
    trigger_start_delay: float(0, { unit: "s" }),
    virtual_pixel_correction_applied: flag(true),
    wavelength: float(1, { unit: "angstrom", min: 0.01, max: 100 }),
    x_pixel_size: fixed(7.5e-5, "float", { unit: "m" }),
    x_pixels_in_detector: fixed(model.columns, "uint"),
    y_pixel_size: fixed(7.5e-5, "float", { unit: "m" }),
    y_pixels_in_detector: fixed(model.rows, "uint"),
  };
}

const AXES: readonly string[] = ["chi", "kappa", "omega", "phi", "two_theta"];

function goniometer(): ParameterTable {
  const angles = AXES.flatMap((axis) => [
    [`${axis}_increment`, float(0, { unit: "degree" })] as const,
    [`${axis}_start`, float(0, { unit: "degree" })] as const,
  ]);
  return Object.fromEntries(angles);
}
