import type { EigerDataEvent } from "../eigerDataEvent.ts";
import type { OmDataSourceProtocol } from "../protocols.ts";

/** Identifies the event. */
export class EventIdEiger16MHttp implements OmDataSourceProtocol<string | null> {
  async initializeDataSource(): Promise<void> {}

  /** `<series>_<image>`; null where nothing says which image it is, never a made-up number. */
  getData({ event }: { readonly event: EigerDataEvent }): string | null {
    return event.eventId;
  }
}
