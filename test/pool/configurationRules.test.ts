import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { constructLayers, MonitorParameters, type ParameterType } from "../../src/index.ts";
import { planPool } from "../../src/node/pool/poolPlan.ts";
import { runCommand } from "../node/support/command.ts";
import { RELEASED } from "../om/support/exampleFiles.ts";
import { countingDcu } from "./support/countingDcu.ts";
import { folderWith } from "./support/runs.ts";

/** The example with one line changed; null takes it away. */
function changed(parameter: string, value: string | null): string {
  const line = new RegExp(`^  ${parameter}:.*$`, "m");
  if (line.test(RELEASED.text))
    return RELEASED.text.replace(line, value === null ? "" : `  ${parameter}: ${value}`);
  throw new Error(`the example has no ${parameter}`);
}

/** The example with one more line at the head of a group. */
function added(group: string, line: string): string {
  return RELEASED.text.replace(`${group}:\n`, `${group}:\n  ${line}\n`);
}

/** What becomes of a configuration before the first request: undefined where all is well. */
async function errorOf(text: string): Promise<string | undefined> {
  const config = join(folderWith({ "monitor.yaml": text }), "monitor.yaml");
  try {
    const { setup } = await planPool("http://127.0.0.1:9", { config, nodePoolSize: 2, quiet: true });
    await constructLayers(setup);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

const MISSING = "OmMissingParameterError";
const WRONG = "OmWrongParameterTypeError";

test("the example itself is right", async () => {
  expect(await errorOf(RELEASED.text)).toBeUndefined();
});

describe("what a pool needs of its configuration, row by row of OM's table:", () => {
  test.each<[rule: string, text: string, name: string | undefined]>([
    ...["parallelization_layer", "data_retrieval_layer", "processing_layer"].flatMap(
      (layer): [string, string, string][] => [
        [`${layer} is needed`, changed(layer, null), MISSING],
        [`${layer} is text`, changed(layer, "5"), WRONG],
        [`${layer} is a class that exists`, changed(layer, "Nobody"), "OmMissingLayerClassError"],
      ],
    ),
    ["colors_in_rich_console is a boolean", added("om", "colors_in_rich_console: 1"), WRONG],
    ["colors_in_rich_console may be given", added("om", "colors_in_rich_console: no"), undefined],
    ["custom_rich_console_colors is a map", added("om", "custom_rich_console_colors: red"), WRONG],
    [
      "custom_rich_console_colors may be given",
      added("om", "custom_rich_console_colors: {a: red}"),
      undefined,
    ],
    ["eiger_monitor_buffer_size is needed", changed("eiger_monitor_buffer_size", null), MISSING],
    ["eiger_monitor_buffer_size is an int", changed("eiger_monitor_buffer_size", "10.0"), WRONG],
    ["required_data is needed", changed("required_data", null), MISSING],
    ["required_data is a list", changed("required_data", "timestamp"), WRONG],
    ["required_data names sources", changed("required_data", "[laser]"), "OmMissingDataSourceClassError"],
    [
      "fallback_beam_energy_in_eV is needed where it is required",
      changed("fallback_beam_energy_in_eV", null),
      MISSING,
    ],
    ["fallback_beam_energy_in_eV is a float", changed("fallback_beam_energy_in_eV", "1e4"), WRONG],
    ["fallback_beam_energy_in_eV may be an int", changed("fallback_beam_energy_in_eV", "12398"), undefined],
    [
      "fallback_detector_distance_in_mm is needed where it is required",
      changed("fallback_detector_distance_in_mm", null),
      MISSING,
    ],
    [
      "fallback_detector_distance_in_mm is a float",
      changed("fallback_detector_distance_in_mm", "far"),
      WRONG,
    ],
    [
      "num_frames_in_event_to_process is an int",
      added("data_retrieval_layer", "num_frames_in_event_to_process: one"),
      WRONG,
    ],
    [
      "num_frames_in_event_to_process may be given",
      added("data_retrieval_layer", "num_frames_in_event_to_process: 1"),
      undefined,
    ],
    ["speed_report_interval is needed", changed("speed_report_interval", null), MISSING],
    ["speed_report_interval is an int", changed("speed_report_interval", "20.0"), WRONG],
    ["data_broadcast_interval is needed", changed("data_broadcast_interval", null), MISSING],
    ["data_broadcast_interval is an int", changed("data_broadcast_interval", "yes"), WRONG],
    ["data_broadcast_url is text", changed("data_broadcast_url", "12321"), WRONG],
    ["data_broadcast_url may be missing", changed("data_broadcast_url", null), undefined],
    ["responding_url is text", changed("responding_url", "12322"), WRONG],
    ["responding_url may be missing", changed("responding_url", null), undefined],
    ["what only other layers need may be missing", changed("geometry_file", null), undefined],
    [
      "a group that is needed is missing",
      RELEASED.text.replace("crystallography:", "other:"),
      "OmMissingParameterGroupError",
    ],
    ["group om is missing", RELEASED.text.replace("om:", "mo:"), "OmMissingParameterGroupError"],
    ["the file is empty", "", "OmConfigurationFileSyntaxError"],
    ["the file is not YAML", "om: [", "OmConfigurationFileSyntaxError"],
  ])("%s", async (_, text, name) => {
    expect(await errorOf(text)).toBe(name);
  });

  test("a file that does not exist", async () => {
    const plan = planPool("http://dcu", { config: "/nowhere/monitor.yaml", nodePoolSize: 2, quiet: true });
    await expect(plan).rejects.toMatchObject({ name: "OmConfigurationFileReadingError" });
  });
});

/** A value of each of OM's types, as YAML has it. */
const SAMPLES: Readonly<Record<ParameterType, string>> = {
  int: "5",
  float: "5.5",
  str: "five",
  bool: "yes",
  list: "[5]",
  dict: "{five: 5}",
};

/** A float takes an int; all else takes its own type alone. */
function takes(parameterType: ParameterType, found: ParameterType): boolean {
  return parameterType === found || (parameterType === "float" && found === "int");
}

describe("rows that only layers of others read keep OM's types:", () => {
  const rows: readonly (readonly [group: string, parameters: string, type: ParameterType])[] = [
    ["crystallography", "geometry_file peakfinding_algorithm", "str"],
    ["crystallography", "min_num_peaks_for_hit max_num_peaks_for_hit running_average_window_size", "int"],
    ["crystallography", "geometry_is_optimized post_processing_binning pump_probe_experiment", "bool"],
    ["crystallography", "hit_frame_sending_interval non_hit_frame_sending_interval", "int"],
    ["crystallography", "external_data_request_list_size", "int"],
    ["crystallography", "peakogram_intensity_bin_size peakogram_radius_bin_size", "float"],
    ["peakfinder8_peak_detection", "max_num_peaks min_pixel_count max_pixel_count local_bg_radius", "int"],
    ["peakfinder8_peak_detection", "min_res max_res number_of_pixel_per_bin_in_radial_statistics", "int"],
    ["peakfinder8_peak_detection", "adc_threshold minimum_snr", "float"],
    ["peakfinder8_peak_detection", "bad_pixel_map_filename bad_pixel_map_hdf5_path", "str"],
    ["peakfinder8_peak_detection", "fast_mode", "bool"],
    ["binning", "bin_size min_good_pix_count", "int"],
  ];
  test.each(
    rows.flatMap(([group, names, type]) =>
      names.split(" ").map((parameter) => [group, parameter, type] as const),
    ),
  )("%s.%s is a %s", (group, parameter, parameterType) => {
    for (const found of Object.keys(SAMPLES) as ParameterType[]) {
      const parameters = MonitorParameters.fromYaml(`${group}:\n  ${parameter}: ${SAMPLES[found]}\n`);
      const get = () => parameters.getParameter({ group, parameter, parameterType, required: true });
      if (takes(parameterType, found)) expect(get).not.toThrow();
      else expect(get).toThrow(expect.objectContaining({ name: WRONG }));
    }
    const empty = MonitorParameters.fromYaml(`${group}:\n  ${parameter}:\n`);
    const required = () => empty.getParameter({ group, parameter, parameterType, required: true });
    expect(required).toThrow(expect.objectContaining({ name: MISSING }));
    expect(empty.getParameter({ group, parameter, parameterType })).toBeUndefined();
  });
});

test("the command says what is wrong, and has asked the detector nothing", async () => {
  const { dcu, source } = await countingDcu();
  const config = join(folderWith({ "monitor.yaml": changed("speed_report_interval", null) }), "monitor.yaml");
  expect(await runCommand("run", source, "-c", config, "-n", "2")).toEqual({
    code: 1,
    out: "",
    err: "eiger-monitor: OmMissingParameterError: parameter speed_report_interval in group crystallography is missing, and it is required\n",
  });
  expect([dcu.requests, dcu.served]).toEqual([[], 0]);
});
