/** A complete `monitor.yaml` in OM's released form, with every value of it as OM reads it. */
export const RELEASED = {
  text: `om:
  parallelization_layer: MultiprocessingParallelization
  data_retrieval_layer: EigerHttpDataRetrieval
  processing_layer: TestProcessing            # or CrystallographyProcessing
data_retrieval_layer:
  eiger_monitor_buffer_size: 10
  fallback_beam_energy_in_eV: 12398.0
  fallback_detector_distance_in_mm: 120.0
  required_data: [timestamp, event_id, detector_data, beam_energy, detector_distance]
crystallography:
  speed_report_interval: 20
  data_broadcast_interval: 5
  data_broadcast_url: tcp://127.0.0.1:12321
  responding_url: tcp://127.0.0.1:12322
  geometry_file: eiger.geom
  geometry_is_optimized: true
  min_num_peaks_for_hit: 10
  max_num_peaks_for_hit: 5000
  running_average_window_size: 200
  hit_frame_sending_interval: 10
  non_hit_frame_sending_interval: 1000
peakfinder8_peak_detection:
  {max_num_peaks: 2048, adc_threshold: 20.0, minimum_snr: 5.0, min_pixel_count: 2, max_pixel_count: 40,
   local_bg_radius: 3, min_res: 0, max_res: 10000}
`,
  values: {
    om: {
      parallelization_layer: ["str", "MultiprocessingParallelization"],
      data_retrieval_layer: ["str", "EigerHttpDataRetrieval"],
      processing_layer: ["str", "TestProcessing"],
    },
    data_retrieval_layer: {
      eiger_monitor_buffer_size: ["int", 10],
      fallback_beam_energy_in_eV: ["float", 12_398],
      fallback_detector_distance_in_mm: ["float", 120],
      required_data: ["list", ["timestamp", "event_id", "detector_data", "beam_energy", "detector_distance"]],
    },
    crystallography: {
      speed_report_interval: ["int", 20],
      data_broadcast_interval: ["int", 5],
      data_broadcast_url: ["str", "tcp://127.0.0.1:12321"],
      responding_url: ["str", "tcp://127.0.0.1:12322"],
      geometry_file: ["str", "eiger.geom"],
      geometry_is_optimized: ["bool", true],
      min_num_peaks_for_hit: ["int", 10],
      max_num_peaks_for_hit: ["int", 5000],
      running_average_window_size: ["int", 200],
      hit_frame_sending_interval: ["int", 10],
      non_hit_frame_sending_interval: ["int", 1000],
    },
    peakfinder8_peak_detection: {
      max_num_peaks: ["int", 2048],
      adc_threshold: ["float", 20],
      minimum_snr: ["float", 5],
      min_pixel_count: ["int", 2],
      max_pixel_count: ["int", 40],
      local_bg_radius: ["int", 3],
      min_res: ["int", 0],
      max_res: ["int", 10_000],
    },
  },
} as const;

/** The same of OM's development: other names in the second group. */
export const DEVELOPMENT = {
  text: RELEASED.text
    .replace("eiger_monitor_buffer_size:", "buffer_size:")
    .replace("fallback_beam_energy_in_eV: 12398.0", "beam_energy: {value: 12398.0}")
    .replace("fallback_detector_distance_in_mm: 120.0", "detector_distance: {value: 120.0}"),
  values: {
    ...RELEASED.values,
    data_retrieval_layer: {
      buffer_size: ["int", 10],
      beam_energy: ["dict", { value: 12_398 }],
      detector_distance: ["dict", { value: 120 }],
      required_data: RELEASED.values.data_retrieval_layer.required_data,
    },
  },
} as const;
