import { wsconnect } from "@nats-io/nats-core";
import { type NodePorts, type NodeSetup, runNode } from "../nodeSetup.ts";
import { joinAsProcessingNode } from "./joinNatsPool.ts";
import { layersOf } from "./layersOf.ts";
import type { NatsPoolOptions } from "./natsPoolOptions.ts";

/** A processing node, its work and its way into the pool. */
export interface ProcessingNodeOptions
  extends Omit<NatsPoolOptions, "connect" | "detector" | "layers" | "nodePoolSize">,
    Partial<Pick<NatsPoolOptions, "connect" | "detector">> {
  /** What it works with: the monitor's address as this node sees it, the configuration, the layers. */
  readonly setup: NodeSetup;
  /** What is platform. */
  readonly ports?: NodePorts | undefined;
}

/**
 * Runs a processing node of a pool at a NATS server, from joining to its end: in a tab, best in a Web Worker (pages in the
 * background have slow timers), with the monitor's address at a bridge. The server is reached by WebSocket unless `connect`
 * says otherwise.
 * @throws {PoolTransportError} what {@link joinAsProcessingNode} throws; what ended the node
 */
export async function startProcessingNode(options: ProcessingNodeOptions): Promise<void> {
  const { setup, ports, connect = wsconnect, detector = setup.source, ...terms } = options;
  const { nodePoolSize } = setup;
  const layers = layersOf(setup.layers);
  const link = await joinAsProcessingNode({ ...terms, connect, detector, nodePoolSize, layers });
  await runNode(setup, link, ports);
}
