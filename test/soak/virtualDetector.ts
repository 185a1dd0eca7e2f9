import { createDecoder, type EigerHttpDataEventHandler } from "eiger-monitor";
import { SimulatedDcu } from "eiger-monitor/simulator";
import { createHandler, IN_MEMORY } from "./handler.ts";
import { TINY } from "./tinyDetector.ts";
import { VirtualClock } from "./virtualClock.ts";

/** A detector and its client on one virtual clock, without a socket between them. */
export interface VirtualDetector {
  readonly clock: VirtualClock;
  readonly dcu: SimulatedDcu;
  readonly handler: EigerHttpDataEventHandler;
}

/** @param options.rate images per second of virtual time */
export async function virtualDetector({ rate }: { readonly rate: number }): Promise<VirtualDetector> {
  const clock = new VirtualClock();
  const dcu = new SimulatedDcu({ model: TINY, bitDepth: 8, pattern: "ramp", rate, clock: clock.simulator });
  const decoder = await createDecoder();
  const handler = createHandler(IN_MEMORY, { fetch: dcu.fetch, clock: clock.client, decoder });
  return { clock, dcu, handler };
}
