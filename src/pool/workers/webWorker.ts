// The entry of a Web Worker that is a processing node. A bundler finds it by
// `new Worker(new URL("…/pool/workers/webWorker.js", import.meta.url), { type: "module" })`.
import type { Endpoint } from "comlink";
import { exposeNode } from "./nodeDoor.ts";

// A rejection that nobody handles is no `error` event of the worker: the page would never hear of it.
addEventListener("unhandledrejection", ({ reason }) => reportError(reason));
exposeNode(globalThis as unknown as Endpoint);
