import { Worker } from "node:worker_threads";
import type { NodeWorker } from "../../pool/index.ts";
import { threadEndpoint } from "./threadEndpoint.ts";

/** The built entry beside this file. */
const ENTRY = new URL("./nodeWorker.js", import.meta.url);

/** Starts a worker thread that is a processing node: what `workerTransport` needs in Node. */
export function startNodeWorker({
  rank,
  entry = ENTRY,
}: {
  readonly rank: number;
  /** File of the worker; it calls `exposeNode`. */
  readonly entry?: URL | undefined;
}): NodeWorker {
  const worker = new Worker(entry, { name: `node ${rank}` });
  let reason: string | undefined;
  worker.on("error", (error: unknown) => (reason = String(error)));
  worker.on("messageerror", (error) => (reason ??= `a message could not be read: ${error.message}`));
  return {
    endpoint: threadEndpoint(worker),
    onGone: (listener) => worker.once("exit", (code) => listener(reason ?? `it ended with code ${code}`)),
    terminate: () => worker.terminate(),
  };
}
