import { type ConnectionOptions, connect } from "@nats-io/transport-node";
import type { PoolTransport, ProcessingLink } from "../../pool/index.ts";
import {
  type NatsPoolOptions as JoinOptions,
  joinAsCandidate,
  joinAsCollectingNode,
  joinAsProcessingNode,
  type NatsNode,
} from "../../pool/nats/index.ts";

/** How a pool is found over NATS. */
export interface NatsPoolOptions {
  /** Of the server: `nats://127.0.0.1:4222`, `nats://user:password@host`, `tls://token@host`. */
  readonly url: string;
  /** The monitor's address; nodes of one pool have the same, unless `detector` is given. */
  readonly source: string;
  readonly nodePoolSize: number;
  /** Name of the pool, where several share the server. */
  readonly pool?: string | undefined;
  /** What the detector is called, where nodes see it under several addresses. */
  readonly detector?: string | undefined;
  /** What else nodes of one pool have alike: names of their layers. */
  readonly layers?: string | undefined;
  /** Milliseconds after which a node that says nothing counts as lost. Default 5000. */
  readonly lease?: number | undefined;
  /** Hears what this node waits for. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

interface JoinHow {
  readonly rank?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The collecting node's way to nodes on other machines. */
export function natsTransport(options: NatsPoolOptions): PoolTransport {
  return { collect: ({ signal }) => joinAsCollectingNode(joinOptions(options, { signal })) };
}

/**
 * Joins a pool as a processing node, with this rank or the first that is free; waits for one, and for the collecting node.
 * @throws {PoolTransportError}; the signal's reason
 */
export function joinNatsPool(options: NatsPoolOptions, how: JoinHow): Promise<ProcessingLink> {
  return joinAsProcessingNode(joinOptions(options, how));
}

/**
 * Joins a pool as what it lacks: the collecting node, or else a processing one.
 * @throws {PoolTransportError}; the signal's reason
 */
export function joinNatsPoolAsCandidate(options: NatsPoolOptions, how: JoinHow): Promise<NatsNode> {
  return joinAsCandidate(joinOptions(options, how));
}

function joinOptions(options: NatsPoolOptions, how: JoinHow): JoinOptions {
  const { url, source, onWarning, detector = source, layers = "", ...terms } = options;
  return { connect, server: serverOf(url), detector, layers, onWait: onWarning, ...terms, ...how };
}

/** The library takes credentials apart from the address. */
function serverOf(url: string): ConnectionOptions {
  const [, scheme = "nats://", user, password, host = url] =
    url.match(/^(\w+:\/\/)?(?:([^:@/]*)(?::([^@/]*))?@)?(.*)$/) ?? [];
  const tls = scheme === "tls://" ? { tls: {} } : {};
  const servers = `${scheme === "tls://" ? "" : scheme}${host}`;
  if (user === undefined) return { servers, ...tls };
  const [name, pass] = [user, password].map((part) => decodeURIComponent(part ?? ""));
  return {
    servers,
    ...tls,
    ...(password === undefined ? { token: name ?? "" } : { user: name ?? "", pass: pass ?? "" }),
  };
}
