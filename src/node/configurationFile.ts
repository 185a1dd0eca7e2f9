import { readFile } from "node:fs/promises";
import { OmConfigurationFileReadingError } from "../errors.ts";

/** The text of a `monitor.yaml`. @throws {OmConfigurationFileReadingError} */
export async function readConfigurationFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OmConfigurationFileReadingError(`the configuration ${file} cannot be read: ${reason}`, {
      cause,
    });
  }
}
