import type { DetectorFrame } from "../../decoder/index.ts";
import type { ImageIdentity } from "../frameRecord.ts";

/** One image out of a file, with what the file says of it. */
export interface ImageFile {
  readonly frame: DetectorFrame;
  readonly identity: ImageIdentity;
  /** Date and time as the file has it, for people. */
  readonly time: string | null;
  /** Which threshold, for people. */
  readonly threshold: string | null;
  /** What else is to be said. */
  readonly note: string | null;
}
