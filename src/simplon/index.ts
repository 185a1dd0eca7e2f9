export { Backoff } from "./backoff.ts";
export { type BodyBuffer, type BodyBuffers, freshBuffers } from "./bodyBuffer.ts";
export { type Clock, delay, systemClock } from "./clock.ts";
export { fetchImageTransport } from "./fetchImageTransport.ts";
export type { Fetch } from "./httpRequest.ts";
export type { ImageReply, ImageRequest, ImageTransport } from "./imageTransport.ts";
export { DEFAULT_MONITOR_LIMITS, type MonitorLimits } from "./limits.ts";
export { MonitorClient, type MonitorClientOptions, type MonitorImage } from "./monitorClient.ts";
export type { BufferedSeries, MonitorConfiguration, MonitorStatus, Parameter } from "./parameters.ts";
