import { choice, count, fixed, flag, words } from "../parameter.ts";
import { PassiveSubsystem } from "./passive.ts";

/** The filewriter subsystem, which writes nothing (SIMPLON API reference 1.8, section "Filewriter"). */
export function filewriterSubsystem(): PassiveSubsystem {
  return new PassiveSubsystem({
    configuration: {
      compression_enabled: flag(true),
      format: choice("hdf5 nexus legacy nxmx", ["hdf5 nexus legacy nxmx", "hdf5 nexus v2024.2 nxmx"]),
      image_nr_start: count(1),
      mode: choice("disabled", ["disabled", "enabled"]),
      name_pattern: words("series_$id"),
      nimages_per_file: count(1000),
    },
    status: {
      buffer_free: fixed(1e12, "uint", { unit: "byte" }),
      error: fixed([], "string[]"),
      files: fixed([], "string[]"),
      state: fixed("disabled", "string"),
    },
    commands: ["clear", "initialize"],
    files: true,
  });
}
