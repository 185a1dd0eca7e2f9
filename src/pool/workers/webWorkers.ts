import type { NodeWorker } from "./workerTransport.ts";

/** The part of a Web Worker that a pool uses. */
interface WebWorker extends Pick<Worker, "postMessage" | "addEventListener" | "removeEventListener"> {
  terminate(): void;
}

/** A Web Worker as a pool's: start it yourself, for only a page knows the address of its worker's file. */
export function webNodeWorker(worker: WebWorker): NodeWorker {
  return {
    endpoint: worker,
    onGone(listener) {
      worker.addEventListener("error", (event) => listener(messageOf(event)));
      worker.addEventListener("messageerror", () => listener("a message could not be read"));
    },
    terminate: () => worker.terminate(),
  };
}

function messageOf(event: Event): string {
  return "message" in event && typeof event.message === "string" && event.message !== ""
    ? event.message
    : "the worker could not be loaded";
}
