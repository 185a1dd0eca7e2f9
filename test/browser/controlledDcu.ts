import { inject } from "vitest";
import type { SimulatedDcuOptions } from "../../src/simulator/index.ts";

/** A simulated control unit that a test in a browser has to itself. */
export interface ControlledDcu {
  readonly source: string;
  /** Takes so many exposures now. */
  expose(count?: number): Promise<void>;
  /** Nobody listens any more. */
  stop(): Promise<void>;
  /** The same again, at the same address. */
  start(): Promise<void>;
}

const control = inject("dcuControl");

/** EIGER2 250K (512 × 512) of 32 bits with the ramp, enabled, taking no images by itself; CORS allowed. */
export async function controlledDcu(
  options: SimulatedDcuOptions & { readonly enabled?: boolean } = {},
): Promise<ControlledDcu> {
  const usual = { model: "eiger2-250k", pattern: "ramp", bitDepth: 32, auto: false, enabled: true };
  const body = JSON.stringify({ ...usual, ...options });
  const { number, source } = await (await fetch(control, { method: "POST", body })).json();
  const post = async (task: string) => {
    await fetch(`${control}/${number}/${task}`, { method: "POST" });
  };
  return {
    source,
    async expose(count = 1) {
      for (let exposure = 0; exposure < count; exposure++) await post("expose");
    },
    stop: () => post("stop"),
    start: () => post("start"),
  };
}
