/** A pool's nodes on any machine, or in a tab, that meet at a NATS server. */
export { decodePayload } from "./decodePayload.ts";
export { encodePayload } from "./encodePayload.ts";
export {
  joinAsCandidate,
  joinAsCollectingNode,
  joinAsProcessingNode,
  type NatsNode,
} from "./joinNatsPool.ts";
export { layersOf } from "./layersOf.ts";
export type { NatsConnect } from "./natsLine.ts";
export type { NatsPoolOptions } from "./natsPoolOptions.ts";
export { type ProcessingNodeOptions, startProcessingNode } from "./startProcessingNode.ts";
