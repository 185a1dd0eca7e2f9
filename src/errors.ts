/**
 * Every error this package throws. Tell them apart by `name` (or by `code` within one name): both hold across realms and
 * two copies of the package, where `instanceof` does not. Between threads, send them as plain objects: structured
 * cloning makes a bare `Error` of every class that is not JavaScript's own, and drops its fields.
 */
export class EigerMonitorError extends Error {
  override readonly name: string = "EigerMonitorError";
  /** Stable, upper case; what a program may branch on. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Is this one of ours, and (if `name` is given) of that class? By its fields, so it holds across realms too. */
export function isEigerMonitorError(error: unknown, name?: string): error is EigerMonitorError {
  if (typeof error !== "object" || error === null || !("name" in error) || !("code" in error)) return false;
  if (typeof error.name !== "string" || typeof error.code !== "string") return false;
  return name === undefined ? KNOWN_NAMES.has(error.name) : error.name === name;
}

/** The closed set of reasons why bytes are not a frame. */
export type DecodeErrorCode =
  | "TRUNCATED"
  | "NOT_TIFF"
  | "BAD_OFFSET"
  | "BAD_COUNT"
  | "BAD_TYPE"
  | "BAD_VALUE"
  | "MISSING_TAG"
  | "DUPLICATE_TAG"
  | "INCONSISTENT"
  | "CYCLE"
  | "LIMIT"
  | "UNSUPPORTED"
  | "CORRUPT"
  | "TRAILING"
  | "INTERNAL";

/** Where and why decoding stopped; absent fields do not apply. */
export interface DecodeErrorDetails {
  /** Byte offset in the input at which the wrong thing stands. */
  readonly offset?: number;
  /** TIFF tag number. */
  readonly tag?: number;
  /** The value seen. */
  readonly got?: number | string;
  /** The value expected, or the limit passed. */
  readonly limit?: number | string;
  readonly cause?: unknown;
}

/** Bytes that are not a valid frame. No partial image ever comes with it. */
export class DecodeError extends EigerMonitorError {
  override readonly name = "DecodeError";
  declare readonly code: DecodeErrorCode;
  readonly offset: number | undefined;
  readonly tag: number | undefined;
  readonly got: number | string | undefined;
  readonly limit: number | string | undefined;

  constructor(code: DecodeErrorCode, message: string, details: DecodeErrorDetails = {}) {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.offset = details.offset;
    this.tag = details.tag;
    this.got = details.got;
    this.limit = details.limit;
  }
}

/** A frame's memory was used after `closeEvent` gave it back. */
export class FrameClosedError extends EigerMonitorError {
  override readonly name = "FrameClosedError";

  constructor(message = "the frame's event was closed; copy the frame (frame.copy()) to keep its pixels") {
    super("FRAME_CLOSED", message);
  }
}

/** Why a request to the monitor subsystem did not end in an answer. */
export type MonitorRequestErrorCode =
  | "DNS"
  | "REFUSED"
  | "NETWORK"
  | "TIMEOUT"
  | "STALLED"
  | "TRUNCATED_BODY"
  | "TOO_LARGE"
  | "REDIRECT"
  | "PROTOCOL"
  | "HTTP_STATUS"
  | "BAD_JSON";

/** What is known of the failed request. */
export interface MonitorRequestErrorDetails {
  readonly url: string;
  /** HTTP status, once there was one. */
  readonly status?: number;
  /** The first characters of the reply's text; for people, never to be parsed. */
  readonly text?: string;
  /** Milliseconds that the server asked to wait (`Retry-After`). */
  readonly retryAfter?: number;
  /** Bytes of the body that had arrived when a body was cut. */
  readonly received?: number;
  readonly cause?: unknown;
}

/** A request to the DCU failed: no connection, a cut or too large body, an unexpected status or reply. */
export class MonitorRequestError extends EigerMonitorError {
  override readonly name = "MonitorRequestError";
  declare readonly code: MonitorRequestErrorCode;
  readonly url: string;
  readonly status: number | undefined;
  readonly text: string | undefined;
  readonly retryAfter: number | undefined;
  readonly received: number | undefined;

  constructor(code: MonitorRequestErrorCode, message: string, details: MonitorRequestErrorDetails) {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.url = details.url;
    this.status = details.status;
    this.text = details.text;
    this.retryAfter = details.retryAfter;
    this.received = details.received;
  }
}

/** Why the nodes of a pool do not reach each other, or cannot go on. */
export type PoolTransportErrorCode =
  | "NOT_REACHABLE"
  | "CLOSED"
  | "PAYLOAD_TOO_LARGE"
  | "NOT_SENDABLE"
  | "RANK_TAKEN"
  | "POOL_FULL"
  | "NODES_CRASH"
  | "BAD_OPTION"
  | "NATS_REFUSED"
  | "POOL_MISMATCH"
  | "RANK_LOST"
  | "COLLECTING_NODE_LOST"
  | "BAD_REPORT";

/** The nodes of a pool do not reach each other, what is to be sent cannot be, or nodes end again and again. */
export class PoolTransportError extends EigerMonitorError {
  override readonly name = "PoolTransportError";
  declare readonly code: PoolTransportErrorCode;

  constructor(code: PoolTransportErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}

/** Base of OM's error classes (OM: `OmException`). */
export class OmError extends EigerMonitorError {
  override readonly name: string = "OmError";
}

/** The configuration file cannot be opened or read. */
export class OmConfigurationFileReadingError extends OmError {
  override readonly name = "OmConfigurationFileReadingError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_CONFIGURATION_FILE_READING", message, options);
  }
}

/** The configuration file is not YAML, or not one level of parameter groups. */
export class OmConfigurationFileSyntaxError extends OmError {
  override readonly name = "OmConfigurationFileSyntaxError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_CONFIGURATION_FILE_SYNTAX", message, options);
  }
}

/** A parameter is asked of a group that the configuration does not have. */
export class OmMissingParameterGroupError extends OmError {
  override readonly name = "OmMissingParameterGroupError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_MISSING_PARAMETER_GROUP", message, options);
  }
}

/** A required parameter is absent, or null. */
export class OmMissingParameterError extends OmError {
  override readonly name = "OmMissingParameterError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_MISSING_PARAMETER", message, options);
  }
}

/** A parameter is there, but of another type than the one asked for. */
export class OmWrongParameterTypeError extends OmError {
  override readonly name = "OmWrongParameterTypeError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_WRONG_PARAMETER_TYPE", message, options);
  }
}

/** `required_data` names a data source that does not exist. */
export class OmMissingDataSourceClassError extends OmError {
  override readonly name = "OmMissingDataSourceClassError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_MISSING_DATA_SOURCE_CLASS", message, options);
  }
}

/** The configuration names a layer whose class does not exist. */
export class OmMissingLayerClassError extends OmError {
  override readonly name = "OmMissingLayerClassError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_MISSING_LAYER_CLASS", message, options);
  }
}

/** The configuration names a layer's module that does not exist, or cannot be loaded. */
export class OmMissingLayerModuleError extends OmError {
  override readonly name = "OmMissingLayerModuleError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_MISSING_LAYER_MODULE", message, options);
  }
}

/** The monitor cannot be reached at start, or refuses its configuration. */
export class OmHttpInterfaceInitializationError extends OmError {
  override readonly name = "OmHttpInterfaceInitializationError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_HTTP_INTERFACE_INITIALIZATION", message, options);
  }
}

/** A data source failed on one event; the event is to be skipped, the monitor goes on. */
export class OmDataExtractionError extends OmError {
  override readonly name = "OmDataExtractionError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_DATA_EXTRACTION", message, options);
  }
}

/** The source cannot do this (OM: `NotImplementedError`): the monitor offers no retrieval of single events. */
export class OmNotImplementedError extends OmError {
  override readonly name = "OmNotImplementedError";
  constructor(message: string, options?: ErrorOptions) {
    super("OM_NOT_IMPLEMENTED", message, options);
  }
}

const KNOWN_NAMES: ReadonlySet<string> = new Set([
  "EigerMonitorError",
  "DecodeError",
  "FrameClosedError",
  "MonitorRequestError",
  "PoolTransportError",
  "OmError",
  "OmConfigurationFileReadingError",
  "OmConfigurationFileSyntaxError",
  "OmMissingParameterGroupError",
  "OmMissingParameterError",
  "OmWrongParameterTypeError",
  "OmMissingDataSourceClassError",
  "OmMissingLayerClassError",
  "OmMissingLayerModuleError",
  "OmHttpInterfaceInitializationError",
  "OmDataExtractionError",
  "OmNotImplementedError",
]);
