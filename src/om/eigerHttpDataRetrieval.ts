import { Eiger16MHttp } from "./dataSources/eiger16MHttp.ts";
import { EventIdEiger16MHttp } from "./dataSources/eventIdEiger16MHttp.ts";
import { FloatEntryFromConfiguration } from "./dataSources/floatEntryFromConfiguration.ts";
import { ThresholdEiger16MHttp } from "./dataSources/thresholdEiger16MHttp.ts";
import { TimestampEiger16MHttp } from "./dataSources/timestampEiger16MHttp.ts";
import { EigerHttpDataEventHandler } from "./eigerHttpDataEventHandler.ts";
import type { EventHandlerPorts } from "./eventHandlerOptions.ts";
import { LayerParameters } from "./layerParameters.ts";
import type { ParameterTable } from "./parameterTable.ts";
import type { OmDataRetrievalProtocol, OmDataSourceProtocol } from "./protocols.ts";

/** OM's constructor arguments, a user's own data sources, and the handler's ports. */
export interface DataRetrievalOptions extends EventHandlerPorts {
  /** Base address of the monitor, e.g. `http://HOST/monitor/api/1.8.0`. */
  readonly source: string;
  readonly monitorParameters: ParameterTable;
  /** More data sources, or others for the names of the six; `required_data` names what is used. */
  readonly dataSources?: Readonly<Record<string, OmDataSourceProtocol>> | undefined;
}

/** Data retrieval from the monitor of an EIGER detector (OM: `EigerHttpDataRetrieval`): OM's five sources, the threshold, and a handler. */
export class EigerHttpDataRetrieval implements OmDataRetrievalProtocol {
  readonly #handler: EigerHttpDataEventHandler;

  /** @throws as {@link EigerHttpDataEventHandler} does; nothing is sent. */
  constructor(options: DataRetrievalOptions) {
    const parameters = new LayerParameters(options.monitorParameters);
    for (const quantity of ["beam_energy", "detector_distance"] as const) {
      const own = options.dataSources?.[quantity] !== undefined;
      if (!own && parameters.requiredData.includes(quantity)) parameters.fallback(quantity);
    }
    const dataSources = {
      timestamp: new TimestampEiger16MHttp(),
      event_id: new EventIdEiger16MHttp(),
      threshold: new ThresholdEiger16MHttp(),
      detector_data: new Eiger16MHttp(),
      beam_energy: new FloatEntryFromConfiguration({ quantity: "beam_energy", parameters }),
      detector_distance: new FloatEntryFromConfiguration({ quantity: "detector_distance", parameters }),
      ...options.dataSources,
    };
    this.#handler = new EigerHttpDataEventHandler({ ...options, dataSources });
  }

  getDataEventHandler(): EigerHttpDataEventHandler {
    return this.#handler;
  }
}
