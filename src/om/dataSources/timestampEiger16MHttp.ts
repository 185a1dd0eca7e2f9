import type { EigerDataEvent } from "../eigerDataEvent.ts";
import type { OmDataSourceProtocol } from "../protocols.ts";

/** When the detector took the image. */
export class TimestampEiger16MHttp implements OmDataSourceProtocol<number | null> {
  async initializeDataSource(): Promise<void> {}

  /** Unix seconds (float64); null where the file does not say. `event.arrival` is always there. */
  getData({ event }: { readonly event: EigerDataEvent }): number | null {
    return event.timestamp;
  }
}
