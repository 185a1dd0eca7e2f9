import { fileURLToPath } from "node:url";
import {
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

/** A bridge with the built viewer, in front of a simulated control unit that a spec has to itself. */
export interface Served {
  /** Of the viewer's page. */
  readonly url: string;
  /** Of the monitor, through the bridge. */
  readonly source: string;
  readonly dcu: SimulatedDcu;
  /** Takes so many exposures now. */
  expose(count?: number): void;
  /** The control unit answers nobody any more; the bridge does. */
  stopDcu(): Promise<void>;
  /** The same again, at the same address. */
  startDcu(): Promise<void>;
  close(): Promise<void>;
}

/** Where the build puts the viewer's page. */
export const BUILT_PAGE: string = fileURLToPath(new URL("../../../dist/web/", import.meta.url));

/** EIGER2 250K (512 × 512) of 32 bits with the ramp, enabled, taking no images by itself. */
export async function serve({ enabled = true, bridge, ...options }: ServedOptions = {}): Promise<Served> {
  const dcu = new SimulatedDcu({
    model: "eiger2-250k",
    pattern: "ramp",
    bitDepth: 32,
    auto: false,
    ...options,
  });
  let server = await serveDcu(dcu);
  if (enabled) await put(server.source, "mode", "enabled");
  await put(server.source, "discard_new", false);
  const port = Number(new URL(server.url).port);
  const served = await serveBridge({
    dcu: server.url,
    fetch: upstreamFetch(),
    viewer: await readViewerFolder(BUILT_PAGE),
    product: { name: "eiger-monitor", version: "0.0.0" },
    ...bridge,
  });
  return {
    url: `${served.url}/`,
    source: `${served.url}/monitor/api/1.8.0`,
    dcu,
    expose(count = 1) {
      for (let exposure = 0; exposure < count; exposure++) dcu.expose();
    },
    stopDcu: () => server.close(),
    async startDcu() {
      server = await serveDcu(dcu, { port });
    },
    async close() {
      await served.close();
      await server.close();
    },
  };
}

async function put(source: string, key: string, value: unknown): Promise<void> {
  const response = await fetch(`${source}/config/${key}`, { method: "PUT", body: JSON.stringify({ value }) });
  if (!response.ok) throw new Error(`${key} was refused: ${response.status}`);
}

/** What the ramp's formula says. */
export function ramp(x: number, y: number, image: number): number {
  return (x + 3 * y + 7 * image) % 251;
}
