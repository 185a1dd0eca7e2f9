import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Bridge, type BridgeOptions } from "eiger-monitor/bridge";
import { readViewerFolder, simulatedUpstream } from "eiger-monitor/node";
import { SimulatedDcu } from "eiger-monitor/simulator";
import { BUILT_PAGE } from "./served.ts";

/** A name of this machine that a browser does not take for its own: as another machine's, its origin is not trusted. */
const NAME = "beamline.test";

/** A bridge to which every client is on another machine. */
export interface FarBridge {
  readonly url: string;
  readonly dcu: SimulatedDcu;
  /** Values of Authorization that came with requests for the monitor. */
  readonly shown: ReadonlySet<string | undefined>;
  close(): void;
}

export async function farBridge(options: Pick<BridgeOptions, "token" | "allowWrite">): Promise<FarBridge> {
  const dcu = new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", auto: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `${NAME}:${(server.address() as AddressInfo).port}`;
  const bridge = new Bridge({
    ...options,
    dcu: "http://dcu",
    fetch: simulatedUpstream(dcu),
    hosts: [host],
    viewer: await readViewerFolder(BUILT_PAGE),
    product: { name: "eiger-monitor", version: "0.0.0" },
  });
  const shown = new Set<string | undefined>();

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    if (url.startsWith("/monitor/")) shown.add(headers.authorization);
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    });
    const body = method === "GET" ? null : await bodyOf(incoming);
    const request = new Request(`http://${host}${url}`, { method, headers: sent, body });
    const reply = await bridge.fetch(request, { address: "198.51.100.7", target: url });
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
    outgoing.end(Buffer.from(await reply.arrayBuffer()));
  }

  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host}/`, dcu, shown, close };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of incoming.setEncoding("utf8")) text += part;
  return text;
}
