import { choice, fixed, words } from "../parameter.ts";
import { PassiveSubsystem } from "./passive.ts";

/** The stream subsystem, which sends nothing (SIMPLON API reference 1.8, section "Stream"). */
export function streamSubsystem(): PassiveSubsystem {
  return new PassiveSubsystem({
    configuration: {
      format: choice("legacy", ["cbor", "legacy"]),
      header_appendix: words(""),
      header_detail: choice("basic", ["all", "basic", "none"]),
      image_appendix: words(""),
      mode: choice("disabled", ["disabled", "enabled"]),
    },
    status: { dropped: fixed(0, "uint"), error: fixed([], "string[]"), state: fixed("disabled", "string") },
    commands: ["initialize"],
  });
}
