import type { DetectorFrame } from "../decoder/index.ts";
import type { EigerDataEvent } from "./eigerDataEvent.ts";

/** Which node of a pool asks (rank 0 collects, the others process), and until when. */
export interface NodeOptions {
  readonly nodeRank: number;
  readonly nodePoolSize: number;
  readonly signal?: AbortSignal | undefined;
}

/** Retrieves one kind of data from an event (OM: `OmDataSourceProtocol`). */
export interface OmDataSourceProtocol<T = unknown> {
  /** Called once on each processing node, before the first event. */
  initializeDataSource(options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** What this source says of the event. Any error that it throws costs the event, never the monitor. */
  getData(options: { readonly event: EigerDataEvent }): T | Promise<T>;
}

/**
 * What `extractData` gives: `timestamp`, and an entry for each name in `required_data`. The types are those of our
 * data sources; a user's own source under one of these names gives what it says.
 */
export interface ExtractedData {
  /** Unix seconds; null where the image does not say. */
  readonly timestamp: number | null;
  /** `<series>_<image>`; null where the image does not say. */
  readonly event_id?: string | null;
  /** From 1; null where the image does not say. */
  readonly threshold?: number | null;
  readonly detector_data?: DetectorFrame;
  /** eV */
  readonly beam_energy?: number;
  /** mm */
  readonly detector_distance?: number;
  readonly [name: string]: unknown;
}

/** Hands out data events (OM: `OmDataEventHandlerProtocol`). */
export interface OmDataEventHandlerProtocol<Event = EigerDataEvent> {
  initializeEventHandlingOnCollectingNode(options: NodeOptions): Promise<void>;
  initializeEventHandlingOnProcessingNode(options: NodeOptions): Promise<unknown>;
  eventGenerator(options: NodeOptions): AsyncGenerator<Event, void, void>;
  openEvent(options: { readonly event: Event }): void;
  closeEvent(options: { readonly event: Event }): void;
  extractData(options: { readonly event: Event }): Promise<ExtractedData>;
  initializeEventDataRetrieval(): Promise<void>;
  retrieveEventData(options: { readonly eventId: string }): Promise<ExtractedData>;
}

/** Puts data sources and event handler together (OM: `OmDataRetrievalProtocol`). */
export interface OmDataRetrievalProtocol {
  getDataEventHandler(): OmDataEventHandlerProtocol;
}
