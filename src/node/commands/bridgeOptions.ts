import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { proveToken, type ResultsSource, readOrigin, type UpstreamFetch } from "../../bridge/index.ts";
import { isEigerMonitorError } from "../../errors.ts";
import { type BridgeServer, isLoopbackHost, serveBridge } from "../bridge/serveBridge.ts";
import { BUILT_VIEWER, readViewerFolder } from "../bridge/viewerFolder.ts";
import { packageVersion } from "../packageVersion.ts";
import type { Terminal } from "../terminal.ts";
import { bridgeAddress } from "./bridgeAddress.ts";
import { wholeNumber } from "./detectorOptions.ts";

/** What the user asked of a bridge. */
export interface BridgeCommandOptions {
  readonly host: string;
  readonly port?: number;
  readonly origin?: readonly string[];
  readonly allowWrite?: true;
  readonly token?: string;
  readonly behindProxy?: true;
  readonly viewer: string;
}

/** A bridge that listens, as it is shown to the user: its `url` is one that other machines can open, if they may. */
export interface OpenBridge extends BridgeServer {
  /** Address of the page; with the token where the page needs it and the user does not have it yet. */
  readonly page: string;
  /** The token, if it was made up just now. */
  readonly newToken: string | undefined;
}

const USUAL_PORT = 8080;

/** Adds the options of a bridge. */
export function withBridgeOptions(command: Command): Command {
  const port = wholeNumber({ min: 0, max: 65_535 });
  return command
    .option("--host <address>", "address to listen on; other machines get in by another one", "127.0.0.1")
    .option("--port <port>", "TCP port; 0 takes a free one (default: 8080, or a free one)", port)
    .option("--origin <origin...>", "let pages of this origin in, https://beamline.example", origins)
    .option("--allow-write", "open mode, buffer_size, discard_new and clear to those who have the token")
    .addOption(
      new Option("--token <token>", "22 or more random characters (default: made up, and printed)")
        .env("EIGER_MONITOR_TOKEN")
        .argParser(orInvalid(proveToken)),
    )
    .option("--behind-proxy", "a proxy that sets X-Forwarded-For leads here: everybody needs the token")
    .addOption(new Option("--viewer <folder>", "the built viewer").default(BUILT_VIEWER, "dist/web"))
    .hook("preAction", proveHost);
}

/** Other machines get in only when it is said from which page. */
function proveHost(command: Command): void {
  const { host, origin = [] } = command.opts<BridgeCommandOptions>();
  if (isLoopbackHost(host) || origin.length > 0) return;
  const needed = "say with --origin from which page, as http://NAME:PORT";
  command.error(`error: --host ${host} opens the bridge to other machines: ${needed}`);
}

/** Opens the bridge that was asked for. Only where no port was asked for, another one does too. */
export async function openBridge(
  options: BridgeCommandOptions,
  ports: {
    readonly dcu: string;
    readonly fetch: UpstreamFetch;
    readonly terminal: Terminal;
    /** Of a run; default: there are none. */
    readonly results?: ResultsSource | undefined;
  },
): Promise<OpenBridge> {
  const { host, port = USUAL_PORT, origin = [], allowWrite = false, behindProxy = false } = options;
  const isOpen = !isLoopbackHost(host);
  if (isOpen)
    ports.terminal.say(`warning: other machines can reach the bridge on ${host}; nothing is encrypted`);
  const isTokenNeeded = allowWrite || isOpen || behindProxy;
  const newToken = options.token === undefined && isTokenNeeded ? madeUp() : undefined;
  const bridge = {
    ...ports,
    host,
    origins: origin,
    allowWrite,
    behindProxy,
    token: options.token ?? newToken,
    viewer: await readViewerFolder(options.viewer),
    product: { name: "eiger-monitor", version: packageVersion() },
    log: (line: string) => ports.terminal.say(`bridge: ${line}`),
  };
  const server = await serveBridge({ ...bridge, port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" && options.port === undefined) return serveBridge({ ...bridge, port: 0 });
    throw error;
  });
  // A fragment stays in the browser: no server, log or referrer sees it.
  const fragment = (isOpen || behindProxy) && newToken !== undefined ? `#token=${newToken}` : "";
  const url = bridgeAddress(server.url, { origins: origin, behindProxy });
  return { close: server.close, url, page: `${url}/${fragment}`, newToken };
}

function madeUp(): string {
  return randomBytes(24).toString("base64url");
}

function origins(text: string, former: readonly string[] = []): readonly string[] {
  return [...former, orInvalid(readOrigin)(text)];
}

/** A reader of an option whose refusals are wrong usage. */
export function orInvalid<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      if (!isEigerMonitorError(error)) throw error;
      throw new InvalidArgumentError(error.message);
    }
  };
}
