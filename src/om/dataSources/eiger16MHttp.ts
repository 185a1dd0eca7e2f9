import type { DetectorFrame } from "../../decoder/index.ts";
import type { EigerDataEvent } from "../eigerDataEvent.ts";
import type { OmDataSourceProtocol } from "../protocols.ts";

/** Detector data frames of any EIGER or EIGER2, whatever its size (OM's name for it is kept). */
export class Eiger16MHttp implements OmDataSourceProtocol<DetectorFrame> {
  async initializeDataSource(): Promise<void> {}

  /** Counts in the detector's own depth, shape [rows, columns]. @throws {DecodeError} */
  getData({ event }: { readonly event: EigerDataEvent }): DetectorFrame {
    return event.frame();
  }
}
