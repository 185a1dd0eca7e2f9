import type { EigerDataEvent } from "../eigerDataEvent.ts";
import type { OmDataSourceProtocol } from "../protocols.ts";

/** Tells the images of an exposure apart where a detector has several thresholds. */
export class ThresholdEiger16MHttp implements OmDataSourceProtocol<number | null> {
  async initializeDataSource(): Promise<void> {}

  /** From 1; null where nothing says which threshold it is. */
  getData({ event }: { readonly event: EigerDataEvent }): number | null {
    return event.threshold;
  }
}
