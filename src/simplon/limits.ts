/** Bounds of every request; times in milliseconds. */
export interface MonitorLimits {
  /** Bytes of an image's body. Default 256 MiB. */
  readonly bodyBytes: number;
  /** Bytes of a JSON reply. Default 1 MiB. */
  readonly jsonBytes: number;
  /** A JSON request, from start to end. Default 10 s. */
  readonly jsonTimeout: number;
  /** How long the DCU waits for an image when it is not told (SIMPLON API reference 1.8, section 5). Default 500 ms. */
  readonly defaultWait: number;
  /** Added to the DCU's wait: an image that it hands out late must not be lost. Default 2 s. */
  readonly waitMargin: number;
  /** Silence within a body. Default 5 s. */
  readonly stallTimeout: number;
  /** A whole body. Default 120 s. */
  readonly bodyTimeout: number;
}

export const DEFAULT_MONITOR_LIMITS: MonitorLimits = {
  bodyBytes: 256 * 2 ** 20,
  jsonBytes: 2 ** 20,
  jsonTimeout: 10_000,
  defaultWait: 500,
  waitMargin: 2000,
  stallTimeout: 5000,
  bodyTimeout: 120_000,
};
