import type { ConnectionOptions } from "@nats-io/nats-core";
import { PoolTransportError } from "../../errors.ts";
import type { Clock } from "../../simplon/index.ts";
import type { NatsConnect } from "./natsLine.ts";

/** A node's way into a pool that meets at a NATS server. */
export interface NatsPoolOptions {
  /** `connect` of @nats-io/transport-node, or `wsconnect` of @nats-io/nats-core in a tab. */
  readonly connect: NatsConnect;
  /** Address and credentials, as the library has them: `{ servers: "nats://host:4222", user, pass }`. */
  readonly server: ConnectionOptions;
  /** Several pools share a server by their names: 1 to 64 letters, digits, `_` and `-`. Default `default`. */
  readonly pool?: string | undefined;
  /** Nodes in all, the collecting one among them: 2 to 1024. */
  readonly nodePoolSize: number;
  /** What the detector is called; all nodes must say the same. */
  readonly detector: string;
  /** What else all nodes must have alike: names of their layers. */
  readonly layers: string;
  /** This rank and no other; 1 to `nodePoolSize` − 1. */
  readonly rank?: number | undefined;
  /** Milliseconds after which a node that no longer renews its rank counts as lost, at least 1000. Default 5000. */
  readonly lease?: number | undefined;
  /** Bytes of one message that may be under way before the receiver says that it has them. Default 4 MiB. */
  readonly window?: number | undefined;
  /** Bytes of the largest message that is sent or taken. Default 256 MiB. */
  readonly messageLength?: number | undefined;
  /** Hears what this node waits for, before it has joined. */
  readonly onWait?: ((what: string) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** Gives up joining; later it asks a processing node to end. */
  readonly signal?: AbortSignal | undefined;
}

export const POOL_DEFAULTS: {
  readonly pool: string;
  readonly lease: number;
  readonly window: number;
  readonly messageLength: number;
} = { pool: "default", lease: 5000, window: 4 << 20, messageLength: 256 << 20 };

/** @throws {PoolTransportError} BAD_OPTION */
export function checkPoolOptions({
  pool = POOL_DEFAULTS.pool,
  nodePoolSize,
  lease,
  rank,
}: NatsPoolOptions): void {
  if (!/^[\w-]{1,64}$/.test(pool))
    throw bad(`pool ${JSON.stringify(pool)}`, "1 to 64 letters, digits, _ and -");
  if (!Number.isInteger(nodePoolSize) || nodePoolSize < 2 || nodePoolSize > 1024)
    throw bad(`a pool of ${nodePoolSize} nodes`, "2 to 1024");
  if (rank !== undefined && !(Number.isInteger(rank) && rank >= 1 && rank < nodePoolSize))
    throw bad(`rank ${rank}`, `1 to ${nodePoolSize - 1}: rank 0 is the collecting node's`);
  if (lease !== undefined && !(lease >= 1000 && lease <= 600_000))
    throw bad(`a lease of ${lease} ms`, "1000 to 600000");
}

function bad(got: string, expected: string): PoolTransportError {
  return new PoolTransportError("BAD_OPTION", `${got}; expected ${expected}`);
}
