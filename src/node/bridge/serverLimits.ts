import type { ServerOptions } from "node:http";

/** What clients may take of the server; times in milliseconds. */
export interface ServerLimits {
  /** Until a request's head is whole. Default 5 s. */
  readonly head: number;
  /** Until a request is whole. Default 10 s. */
  readonly request: number;
  /** Until the next request on a connection. Default 5 s. */
  readonly keepAlive: number;
  /** How often `head` and `request` are looked at. Default 500 ms: Node's 30 s would make 35 s of 5. */
  readonly checking: number;
  /** How long a client may take nothing of what is sent to it. Default 20 s. */
  readonly stalled: number;
  /** A whole answer, from its head to its last byte. Default 150 s. */
  readonly reply: number;
  /** For bodies that have begun, once the server is to end. Default 5 s. */
  readonly lastBodies: number;
  /** Default 64. */
  readonly connections: number;
  /** Connections from one address. Default 32. */
  readonly connectionsOfOne: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  head: 5000,
  request: 10_000,
  keepAlive: 5000,
  checking: 500,
  stalled: 20_000,
  reply: 150_000,
  lastBodies: 5000,
  connections: 64,
  connectionsOfOne: 32,
};

/** Those that Node's server keeps by itself. */
export function nodeOptions({ head, request, keepAlive, checking }: ServerLimits): ServerOptions {
  return {
    maxHeaderSize: 8192,
    headersTimeout: head,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: checking,
  };
}
