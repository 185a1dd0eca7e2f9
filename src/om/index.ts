export { type Accounting, accounting, type OutsideCounts } from "./accounting.ts";
export { Eiger16MHttp } from "./dataSources/eiger16MHttp.ts";
export { EventIdEiger16MHttp } from "./dataSources/eventIdEiger16MHttp.ts";
export { FloatEntryFromConfiguration } from "./dataSources/floatEntryFromConfiguration.ts";
export { ThresholdEiger16MHttp } from "./dataSources/thresholdEiger16MHttp.ts";
export { TimestampEiger16MHttp } from "./dataSources/timestampEiger16MHttp.ts";
export { EigerDataEvent } from "./eigerDataEvent.ts";
export { EigerHttpDataEventHandler } from "./eigerHttpDataEventHandler.ts";
export { type DataRetrievalOptions, EigerHttpDataRetrieval } from "./eigerHttpDataRetrieval.ts";
export type {
  EventHandlerOptions,
  EventHandlerPorts,
  MonitorEventHandlerOptions,
} from "./eventHandlerOptions.ts";
export { ImageSequence, type SequencedImage, type SequenceEvent } from "./imageSequence.ts";
export { takeById } from "./imagesById.ts";
export { type ConfiguredQuantity, LayerParameters } from "./layerParameters.ts";
export type { MonitorCounters } from "./monitorCounters.ts";
export { MonitorEventHandler } from "./monitorEventHandler.ts";
export type { MonitorFault, MonitorFaultKind } from "./monitorFault.ts";
export { MonitorParameters } from "./monitorParameters.ts";
export type { MonitorState, MonitorStateChange } from "./monitorState.ts";
export { type ParameterGroups, type ParameterValue, parseMonitorYaml } from "./monitorYaml.ts";
export {
  type ParameterQuery,
  ParameterTable,
  type ParameterType,
  type ParameterTypes,
} from "./parameterTable.ts";
export type {
  ExtractedData,
  NodeOptions,
  OmDataEventHandlerProtocol,
  OmDataRetrievalProtocol,
  OmDataSourceProtocol,
} from "./protocols.ts";
export {
  type SkippedImage,
  type TakeImage,
  type TakenImage,
  type TakeRequest,
  type TakeWay,
  takeNext,
} from "./takeImage.ts";
