import { PoolTransportError } from "../../errors.ts";
import type { PoolTransport, ProcessingLink } from "../../pool/index.ts";

/** How a pool is found over NATS. */
export interface NatsPoolOptions {
  /** Of the server, e.g. `nats://127.0.0.1:4222`. */
  readonly url: string;
  /** The monitor's address: pools of different sources do not meet. */
  readonly source: string;
  readonly nodePoolSize: number;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** The collecting node's way to nodes on other machines. */
export function natsTransport({ url }: NatsPoolOptions): PoolTransport {
  return { collect: async () => Promise.reject(notYet(url)) };
}

/**
 * Joins a pool as a processing node, with this rank or the first that is free.
 * @throws {PoolTransportError}; the signal's reason
 */
export async function joinNatsPool(
  { url }: NatsPoolOptions,
  _options: { readonly rank?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<ProcessingLink> {
  throw notYet(url);
}

function notYet(url: string): PoolTransportError {
  return new PoolTransportError("NOT_REACHABLE", `${url}: there is no transport over NATS yet`);
}
