import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type DcuServer, serveDcu } from "../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../src/simulator/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests in a browser, which cannot listen, have control units made and stopped (see controlledDcu.ts). */
    dcuControl: string;
  }
}

interface Controlled {
  readonly dcu: SimulatedDcu;
  readonly port: number;
  server: DcuServer | undefined;
}

/** `POST /` makes a control unit by its options; `POST /<number>/expose | stop | start` does that to it. */
export default async function control(project: TestProject): Promise<() => Promise<void>> {
  const units: Controlled[] = [];
  const server = createServer(async (request, response) => {
    const reply = await answer(units, request);
    response.writeHead(reply === undefined ? 404 : 200, { "Access-Control-Allow-Origin": "*" });
    response.end(JSON.stringify(reply ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("dcuControl", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.all(units.map((unit) => unit.server?.close()));
  };
}

async function answer(units: Controlled[], request: IncomingMessage): Promise<unknown> {
  const [, number = "", task = ""] = (request.url ?? "").split("/");
  if (number === "") return make(units, JSON.parse(await textOf(request)));
  const unit = units[Number(number)];
  if (unit === undefined) return undefined;
  if (task === "expose") unit.dcu.expose();
  if (task === "stop") {
    await unit.server?.close();
    unit.server = undefined;
  }
  if (task === "start") unit.server = await serveDcu(unit.dcu, { port: unit.port });
  return {};
}

async function make(
  units: Controlled[],
  { enabled, ...options }: SimulatedDcuOptions & { readonly enabled: boolean },
): Promise<unknown> {
  const dcu = new SimulatedDcu({ cors: true, ...options });
  const server = await serveDcu(dcu);
  if (enabled) await fetch(`${server.source}/config/mode`, { method: "PUT", body: '{"value":"enabled"}' });
  units.push({ dcu, server, port: Number(new URL(server.url).port) });
  return { number: units.length - 1, source: server.source };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
