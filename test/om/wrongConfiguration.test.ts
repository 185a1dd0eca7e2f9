import { describe, expect, test } from "vitest";
import { EigerHttpDataRetrieval, MonitorParameters, type ParameterGroups } from "../../src/om/index.ts";
import { COLLECTING_NODE, handlerFor } from "./support/retrieval.ts";
import { scriptedMonitor } from "./support/scriptedMonitor.ts";

describe("a wrong configuration is an error before the first request:", () => {
  test.each<[string, ParameterGroups[string], string]>([
    ["no buffer size", { eiger_monitor_buffer_size: null }, "OmMissingParameterError"],
    ["a buffer size in words", { eiger_monitor_buffer_size: "ten" }, "OmWrongParameterTypeError"],
    ["a buffer size of true", { eiger_monitor_buffer_size: true }, "OmWrongParameterTypeError"],
    ["a buffer for 2.5 images", { eiger_monitor_buffer_size: 2.5 }, "OmWrongParameterTypeError"],
    ["a buffer for no image", { eiger_monitor_buffer_size: 0 }, "OmWrongParameterTypeError"],
    ["no required data", { required_data: null }, "OmMissingParameterError"],
    ["required data that is no list", { required_data: "timestamp" }, "OmWrongParameterTypeError"],
    ["required data that is no name", { required_data: ["event_id", 5] }, "OmWrongParameterTypeError"],
    ["an unknown data source", { required_data: ["optical_laser"] }, "OmMissingDataSourceClassError"],
    [
      "a data source with a name of every object",
      { required_data: ["constructor"] },
      "OmMissingDataSourceClassError",
    ],
    ["no beam energy", { fallback_beam_energy_in_eV: null }, "OmMissingParameterError"],
    ["no detector distance", { fallback_detector_distance_in_mm: null }, "OmMissingParameterError"],
    ["a beam energy in words", { fallback_beam_energy_in_eV: "12 keV" }, "OmWrongParameterTypeError"],
    [
      "a beam energy without its value",
      { fallback_beam_energy_in_eV: null, beam_energy: {} },
      "OmWrongParameterTypeError",
    ],
    ["a preference that is no boolean", { prefer_image_metadata: 1 }, "OmWrongParameterTypeError"],
  ])("%s", async (_, layer, name) => {
    const monitor = await scriptedMonitor();
    expect(() => handlerFor(monitor.source, { layer })).toThrow(expect.objectContaining({ name }));
    expect(monitor.requests).toEqual([]);
  });

  test("no group of the layer", () => {
    const monitorParameters = MonitorParameters.fromYaml("om: {}");
    expect(() => new EigerHttpDataRetrieval({ source: "http://dcu", monitorParameters })).toThrow(
      expect.objectContaining({ name: "OmMissingParameterGroupError" }),
    );
  });

  test("a source that is no address", () => {
    for (const source of ["dcu", "ftp://dcu/monitor", ""]) {
      expect(() => handlerFor(source)).toThrow(expect.objectContaining({ code: "BAD_SOURCE" }));
    }
  });
});

test("what is not required need not be configured", async () => {
  const monitor = await scriptedMonitor();
  const layer = {
    required_data: [],
    fallback_beam_energy_in_eV: null,
    fallback_detector_distance_in_mm: null,
  };
  const handler = handlerFor(monitor.source, { layer });
  await handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
  expect(monitor.lines).toHaveLength(4);
});
