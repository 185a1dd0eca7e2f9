/** The bridge between pages in a browser and one detector control unit. */
export type { BridgeClient } from "./access.ts";
export { Bridge } from "./bridge.ts";
export type { BridgeOptions } from "./bridgeOptions.ts";
export { type BridgeClock, bridgeClock } from "./clock.ts";
export { readDcuAddress, readOrigin } from "./dcuAddress.ts";
export type { Geometry, GeometryEntry } from "./geometry.ts";
export { type BridgeLimits, DEFAULT_BRIDGE_LIMITS } from "./limits.ts";
export { type RefusalCode, refusalText } from "./refusal.ts";
export { isPlainTarget, readHost } from "./requestTarget.ts";
export type { ProjectionKind, ResultsLimits, ResultsSource } from "./results.ts";
export { BRIDGE_ROUTES, type Route, type RouteKind } from "./routes.ts";
export { proveToken } from "./token.ts";
export type { UpstreamFetch } from "./upstream.ts";
export { CONTENT_SECURITY_POLICY, type ViewerFile, type ViewerFiles } from "./viewerFile.ts";
