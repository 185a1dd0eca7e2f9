import { PoolTransportError } from "../../errors.ts";

/** What all nodes of a pool must have alike; otherwise their data would not belong together. */
export interface PoolAgreement {
  /** How nodes speak to each other. */
  readonly protocol: number;
  readonly nodePoolSize: number;
  /** What the detector is called: the address of its monitor, or a name, where nodes see it under several. */
  readonly detector: string;
  /** Names of the layers, and whatever else of the configuration is to be alike. */
  readonly layers: string;
  /** Milliseconds. */
  readonly lease: number;
}

export const PROTOCOL_VERSION = 1;

const TERMS = {
  protocol: "version of the protocol (update the older node)",
  nodePoolSize: "nodes in the pool (-n)",
  detector: "detector (--detector names it where nodes see it under several addresses)",
  layers: "layers (the configurations differ)",
  lease: "milliseconds of lease (--lease)",
} as const satisfies Record<keyof PoolAgreement, string>;

/** @throws {PoolTransportError} POOL_MISMATCH; it names every difference */
export function checkAgreement(own: PoolAgreement, collecting: PoolAgreement): void {
  const terms = Object.keys(TERMS) as (keyof PoolAgreement)[];
  const differences = terms
    .filter((term) => own[term] !== collecting[term])
    .map((term) => `${TERMS[term]}: here ${own[term]}, there ${collecting[term]}`);
  if (differences.length === 0) return;
  throw new PoolTransportError(
    "POOL_MISMATCH",
    `this node and the pool's collecting node do not agree on ${differences.join("; ")}`,
  );
}
