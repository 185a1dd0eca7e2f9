import { EigerMonitorError } from "../errors.ts";
import type { AccessRules } from "./access.ts";
import type { BridgeClock } from "./clock.ts";
import { readOrigin } from "./dcuAddress.ts";
import type { BridgeLimits } from "./limits.ts";
import type { ResultsSource } from "./results.ts";
import { proveToken } from "./token.ts";
import type { UpstreamFetch } from "./upstream.ts";
import type { ViewerFiles } from "./viewerFile.ts";

/** What a bridge leads to, and whom it lets over. What is platform comes in here. */
export interface BridgeOptions {
  /** `http://DCU[:PORT]`; fixed for the bridge's life. */
  readonly dcu: string;
  /** Asks the DCU. It must neither follow redirects (`redirect: "manual"`) nor lose `signal`. */
  readonly fetch: UpstreamFetch;
  /** `name:port` under which the bridge is reached; requests for any other name are refused. */
  readonly hosts: readonly string[];
  /** Pages of other origins that may use it, as `https://beamline.example`. Default: none. */
  readonly origins?: readonly string[] | undefined;
  /** 22 or more characters chosen at random. Whoever has it is let in from other machines, and may write if anybody may. */
  readonly token?: string | undefined;
  /** Opens `mode`, `buffer_size`, `discard_new` and `clear` to those with the token. Default false. */
  readonly allowWrite?: boolean | undefined;
  /**
   * A proxy stands before the bridge and sets X-Forwarded-For: no client is taken for one of this machine, all need the
   * token. Default false.
   */
  readonly behindProxy?: boolean | undefined;
  /** What `/bridge/info` says of the program. */
  readonly product: { readonly name: string; readonly version: string };
  /** Results of a run, served beside the monitor. Undefined: there are none, and their addresses do not exist. */
  readonly results?: ResultsSource | undefined;
  /** Undefined: it is not built, and `/` says so. */
  readonly viewer?: ViewerFiles | undefined;
  /** One line, safe to print, for whoever runs the bridge: refusals, failures, warnings. */
  readonly log?: ((line: string) => void) | undefined;
  readonly limits?: Partial<BridgeLimits> | undefined;
  readonly clock?: BridgeClock | undefined;
}

/** @throws {EigerMonitorError} BAD_ORIGIN, BRIDGE_TOKEN */
export function readRules(options: BridgeOptions): AccessRules {
  const { hosts, origins = [], token, allowWrite = false, behindProxy = false } = options;
  if (token === undefined && (allowWrite || behindProxy)) {
    const who = allowWrite ? "may write" : "comes through a proxy";
    throw new EigerMonitorError("BRIDGE_TOKEN", `whoever ${who} must show a token, and there is none`);
  }
  return {
    hosts: new Set(hosts.map((host) => new URL(`http://${host}`).host)),
    origins: new Set(origins.map(readOrigin)),
    token: token === undefined ? undefined : proveToken(token),
    isBehindProxy: behindProxy,
  };
}
