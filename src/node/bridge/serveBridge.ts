import { networkInterfaces } from "node:os";
import { Bridge, type BridgeOptions, DEFAULT_BRIDGE_LIMITS, readOrigin } from "../../bridge/index.ts";
import { serveFetch } from "./fetchServer.ts";
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from "./serverLimits.ts";

/** A bridge that listens. */
export interface BridgeServer {
  /** `http://127.0.0.1:8080`: the viewer, and the address for monitor clients. */
  readonly url: string;
  /** Takes no more requests, lets bodies that have begun end within 5 s, and frees the port. */
  close(): Promise<void>;
}

/** What a bridge is made of but its names, which follow from where it listens. */
export type ServeBridgeOptions = Omit<BridgeOptions, "hosts"> & {
  readonly host?: string;
  readonly port?: number;
  readonly serverLimits?: Partial<ServerLimits>;
};

/** Milliseconds for what a client has not taken yet when the DCU's body is at its end. */
const LAST_BYTES = 30_000;

/**
 * Puts a bridge on a TCP port; port 0 takes a free one.
 * @throws {EigerMonitorError} what {@link Bridge} throws; `Error` of the system when the port cannot be had
 */
export async function serveBridge(options: ServeBridgeOptions): Promise<BridgeServer> {
  const { host = "127.0.0.1", port = 0, serverLimits, ...rest } = options;
  const limits = { ...limitsBehind(options), ...serverLimits };
  const createHandler = (taken: number) => {
    const bridge = new Bridge({ ...rest, hosts: hostNames({ host, port: taken, ...rest }) });
    return bridge.fetch.bind(bridge);
  };
  const server = await serveFetch(createHandler, { host, port, limits });
  return { url: `http://${nameOf(host)}:${server.port}`, close: server.close };
}

/** A proxy has all connections, and an answer takes as long as its body may. */
function limitsBehind({ behindProxy = false, limits }: ServeBridgeOptions): ServerLimits {
  const { connections, connectionsOfOne } = DEFAULT_SERVER_LIMITS;
  const { body = DEFAULT_BRIDGE_LIMITS.body } = limits ?? {};
  return {
    ...DEFAULT_SERVER_LIMITS,
    connectionsOfOne: behindProxy ? connections : connectionsOfOne,
    reply: body + LAST_BYTES,
  };
}

/** Does this address lead to this machine only? */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * The names under which the bridge answers: its own address, those of this machine when it listens on all of them, and
 * the names of origins that are let in, of which its own may be one. A page with any other name in its address has come
 * here by DNS rebinding.
 */
function hostNames(options: {
  readonly host: string;
  readonly port: number;
  readonly origins?: readonly string[] | undefined;
}): readonly string[] {
  const { host, port, origins = [] } = options;
  const isAny = host === "0.0.0.0" || host === "::";
  const own = isAny ? Object.values(networkInterfaces()).flatMap((list = []) => list) : [];
  const addresses = ["127.0.0.1", "localhost", "::1", host, ...own.map(({ address }) => address)];
  const names = addresses
    .filter((address) => !address.includes("%"))
    .map((name) => `${nameOf(name)}:${port}`);
  return [...names, ...origins.map((origin) => new URL(readOrigin(origin)).host)];
}

function nameOf(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
