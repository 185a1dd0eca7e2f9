import type { ResultsLimits } from "./results.ts";

/** Bounds of what passes the bridge; times in milliseconds. */
export interface BridgeLimits extends ResultsLimits {
  /** Bytes of an image. Default 256 MiB. */
  readonly imageBytes: number;
  /** Bytes of any other reply of the DCU. Default 1 MiB. */
  readonly jsonBytes: number;
  /** Bytes of a request that writes. Default 1 KiB. */
  readonly requestBytes: number;
  /** How long the DCU waits for an image when it is not told (SIMPLON API reference 1.8, section 5). Default 500 ms. */
  readonly defaultWait: number;
  /** Until the first byte of a body, beside the DCU's own wait for an image. Default 5 s. */
  readonly firstByte: number;
  /** Silence within a body. Default 5 s. */
  readonly silence: number;
  /** A whole body, its client's slowness included. Default 120 s. */
  readonly body: number;
  /** Requests a second of one client address, on average. Default 100. */
  readonly requestsPerSecond: number;
  /** Requests of one client address at once. Default 200. */
  readonly requestBurst: number;
}

export const DEFAULT_BRIDGE_LIMITS: BridgeLimits = {
  imageBytes: 256 * 2 ** 20,
  jsonBytes: 2 ** 20,
  requestBytes: 1024,
  defaultWait: 500,
  firstByte: 5000,
  silence: 5000,
  body: 120_000,
  requestsPerSecond: 100,
  requestBurst: 200,
  resultsInterval: 250,
  resultsHeartbeat: 5000,
  resultsLength: 100_000,
  resultsClients: 32,
};
