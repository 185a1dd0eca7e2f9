import type { TestProject } from "vitest/node";
import { serveDcu } from "../../src/node/dcuServer.ts";
import { SimulatedDcu } from "../../src/simulator/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a monitor that lets web pages in: EIGER2 250K, 16 bits, ramp, 100 Hz. */
    dcuSource: string;
  }
}

/** For tests in a browser, which cannot listen: one simulated control unit for all of them. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const dcu = new SimulatedDcu({
    model: "eiger2-250k",
    bitDepth: 16,
    pattern: "ramp",
    rate: 100,
    cors: true,
  });
  const server = await serveDcu(dcu);
  project.provide("dcuSource", server.source);
  return () => server.close();
}
