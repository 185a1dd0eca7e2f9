import type { EventHandlerOptions } from "./eventHandlerOptions.ts";
import { MonitorEventHandler } from "./monitorEventHandler.ts";
import { takeNext } from "./takeImage.ts";

/** Takes data events from the monitor of an EIGER detector, every image of it (OM: `EigerHttpDataEventHandler`). */
export class EigerHttpDataEventHandler extends MonitorEventHandler {
  /**
   * Reads and proves all configuration; sends nothing.
   * @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError}
   * {@link OmMissingDataSourceClassError}; {@link EigerMonitorError} BAD_SOURCE
   */
  constructor(options: EventHandlerOptions) {
    super({ ...options, take: options.take ?? takeNext });
  }
}
