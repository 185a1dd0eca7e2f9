import { EigerMonitorError } from "../errors.ts";

/**
 * The origin of a detector control unit, from `http://HOST[:PORT]` or the address of its monitor.
 * @throws {EigerMonitorError} BAD_SOURCE
 */
export function readDcuAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined &&
    ["http:", "https:"].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === "") &&
    /^\/(?:monitor\/api\/[0-9.]+\/?)?$/.test(url.pathname);
  if (isPlain) return url.origin;
  throw new EigerMonitorError(
    "BAD_SOURCE",
    `${JSON.stringify(text)} is no address of a detector control unit; expected http://HOST`,
  );
}

/**
 * An origin as browsers write it, `https://HOST[:PORT]`.
 * @throws {EigerMonitorError} BAD_ORIGIN
 */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text) return text;
  throw new EigerMonitorError(
    "BAD_ORIGIN",
    `${JSON.stringify(text)} is no origin; expected something like https://beamline.example, without a path`,
  );
}
