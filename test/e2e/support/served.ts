import { fileURLToPath } from "node:url";
import {
  type BridgeServer,
  type DcuServer,
  readViewerFolder,
  type ServeBridgeOptions,
  serveBridge,
  serveDcu,
  upstreamFetch,
} from "eiger-monitor/node";
import { SimulatedDcu, type SimulatedDcuOptions } from "eiger-monitor/simulator";

export interface ServedOptions extends SimulatedDcuOptions {
  /** Is its monitor enabled? Default true. */
  readonly enabled?: boolean;
  readonly bridge?: Partial<ServeBridgeOptions>;
}

/** Where the build puts the viewer's page. */
export const BUILT_PAGE: string = fileURLToPath(new URL("../../../dist/web/", import.meta.url));

/** A bridge with the built viewer, in front of a simulated control unit that a spec has to itself. */
export class Served {
  readonly dcu: SimulatedDcu;
  readonly #options: ServedOptions;
  #server: DcuServer;
  #bridge: BridgeServer;

  private constructor(parts: {
    dcu: SimulatedDcu;
    options: ServedOptions;
    server: DcuServer;
    bridge: BridgeServer;
  }) {
    this.dcu = parts.dcu;
    this.#options = parts.options;
    this.#server = parts.server;
    this.#bridge = parts.bridge;
  }

  /** EIGER2 250K (512 × 512) of 32 bits with the ramp, enabled, taking no images by itself. */
  static async start(options: ServedOptions): Promise<Served> {
    const { enabled = true, bridge: _, ...unit } = options;
    const dcu = new SimulatedDcu({
      model: "eiger2-250k",
      pattern: "ramp",
      bitDepth: 32,
      auto: false,
      ...unit,
    });
    const server = await serveDcu(dcu);
    const bridge = await openBridge(server, options);
    const served = new Served({ dcu, options, server, bridge });
    await served.#put("discard_new", false);
    if (enabled) await served.setMode("enabled");
    return served;
  }

  /** Of the viewer's page. */
  get url(): string {
    return `${this.#bridge.url}/`;
  }

  /** Of the monitor, through the bridge. */
  get source(): string {
    return `${this.#bridge.url}/monitor/api/1.8.0`;
  }

  /** Of the monitor itself, for clients that are no pages. */
  get dcuSource(): string {
    return this.#server.source;
  }

  /** Takes so many exposures now. */
  expose(count = 1): void {
    for (let exposure = 0; exposure < count; exposure++) this.dcu.expose();
  }

  /** At the control unit itself. */
  setMode(mode: "enabled" | "disabled"): Promise<void> {
    return this.#put("mode", mode);
  }

  /** The control unit answers nobody any more; the bridge does. */
  async stopDcu(): Promise<void> {
    await this.#server.close();
  }

  /** The same again, at the same address. */
  async startDcu(): Promise<void> {
    this.#server = await serveDcu(this.dcu, { port: portOf(this.#server) });
  }

  async stopBridge(): Promise<void> {
    await this.#bridge.close();
  }

  /** The same again, at the same address. */
  async startBridge(): Promise<void> {
    this.#bridge = await openBridge(this.#server, this.#options, portOf(this.#bridge));
  }

  async close(): Promise<void> {
    await this.#bridge.close();
    await this.#server.close();
  }

  async #put(key: string, value: unknown): Promise<void> {
    const body = JSON.stringify({ value });
    const { ok, status } = await fetch(`${this.#server.source}/config/${key}`, { method: "PUT", body });
    if (!ok) throw new Error(`${key} was refused: ${status}`);
  }
}

async function openBridge(server: DcuServer, { bridge }: ServedOptions, port = 0): Promise<BridgeServer> {
  return serveBridge({
    dcu: server.url,
    fetch: upstreamFetch(),
    viewer: await readViewerFolder(BUILT_PAGE),
    product: { name: "eiger-monitor", version: "0.0.0" },
    port,
    ...bridge,
  });
}

function portOf({ url }: { readonly url: string }): number {
  return Number(new URL(url).port);
}

/** What the ramp's formula says. */
export function ramp(x: number, y: number, image: number): number {
  return (x + 3 * y + 7 * image) % 251;
}
