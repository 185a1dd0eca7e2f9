import { PassiveSubsystem } from "./passive.ts";

/** The system subsystem: it can be told to restart, and stays up. */
export function systemSubsystem(): PassiveSubsystem {
  return new PassiveSubsystem({ configuration: {}, status: {}, commands: ["restart"] });
}
