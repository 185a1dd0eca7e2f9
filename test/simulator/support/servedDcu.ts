import { onTestFinished } from "vitest";
import { type DcuServer, serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";

/** A simulated control unit that listens, and what tests ask of it. */
export interface ServedDcu extends DcuServer {
  readonly dcu: SimulatedDcu;
  get(path: string, init?: RequestInit): Promise<Response>;
  put(path: string, value: unknown): Promise<Response>;
  command(path: string, body?: string): Promise<Response>;
  /** The value of a parameter. */
  value(path: string): Promise<unknown>;
}

/** Serves a small control unit that takes images when it is told; it ends with the test. Paths like `monitor/config/mode`. */
export async function servedDcu(options: SimulatedDcuOptions = {}, version = "1.8.0"): Promise<ServedDcu> {
  const dcu = new SimulatedDcu({
    model: "eiger2-250k",
    bitDepth: 16,
    pattern: "ramp",
    auto: false,
    ...options,
  });
  const server = await serveDcu(dcu);
  onTestFinished(() => server.close());
  const at = (path: string) => `${server.url}/${path.replace("/", `/api/${version}/`)}`;
  const get = (path: string, init?: RequestInit) => fetch(at(path), init);
  return {
    ...server,
    dcu,
    get,
    put: (path, value) => fetch(at(path), { method: "PUT", body: JSON.stringify({ value }) }),
    command: (path, body) => fetch(at(path), { method: "PUT", ...(body !== undefined && { body }) }),
    value: async (path) => {
      const reply: { value: unknown } = JSON.parse(await (await get(path)).text());
      return reply.value;
    },
  };
}

/** The same, with its monitor enabled. */
export async function watchedDcu(options: SimulatedDcuOptions = {}, version = "1.8.0"): Promise<ServedDcu> {
  const served = await servedDcu(options, version);
  await served.put("monitor/config/mode", "enabled");
  return served;
}

export async function bytesOf(reply: Response): Promise<DataView> {
  return new DataView(await reply.arrayBuffer());
}

/** Series and image of a file of layout 2020.2, from where its DECTRIS directory has them. */
export async function eventId(reply: Response): Promise<string> {
  const bytes = await bytesOf(reply);
  return `${bytes.getInt32(42, true)}_${bytes.getInt32(54, true)}`;
}
