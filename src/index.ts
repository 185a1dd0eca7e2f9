/** eiger-monitor: the isomorphic library. Node's own parts are in `eiger-monitor/node`. */
export * from "./decoder/index.ts";
export * from "./errors.ts";
export * from "./frameFiles/index.ts";
export * from "./om/index.ts";
export * from "./pool/index.ts";
export * from "./processing/index.ts";
export * from "./simplon/index.ts";
export * from "./stream2/index.ts";
export * from "./tiff/index.ts";
