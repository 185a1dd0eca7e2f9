import { EigerMonitorError } from "../errors.ts";

/** Where a monitor is. */
export interface MonitorAddress {
  /** Without a slash at the end, e.g. `http://dcu/monitor/api/1.8.0`. */
  readonly source: string;
  /** The same without the version. */
  readonly root: string;
  /** `1.8.0`, or `undefined` where the address does not end in a version (a bridge may hide it). */
  readonly apiVersion: string | undefined;
}

const DEFAULT_PATH = "/monitor/api/1.8.0";

/**
 * Reads the address of a monitor. `http://dcu`, without a path, means API 1.8.0 on that host.
 * @throws {EigerMonitorError} code BAD_SOURCE.
 */
export function readMonitorAddress(text: string): MonitorAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !["http:", "https:"].includes(url.protocol) ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== "" ||
    url.password !== ""
  ) {
    const expected = "expected something like http://HOST/monitor/api/1.8.0";
    throw new EigerMonitorError(
      "BAD_SOURCE",
      `${JSON.stringify(text)} is no address of a monitor; ${expected}`,
    );
  }
  const path = url.pathname.replace(/\/+$/, "") || DEFAULT_PATH;
  const apiVersion = /\/(\d+\.\d+\.\d+)$/.exec(path)?.[1];
  const source = url.origin + path;
  return {
    source,
    root: apiVersion === undefined ? source : source.slice(0, -apiVersion.length - 1),
    apiVersion,
  };
}
