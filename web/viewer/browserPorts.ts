import { proxy, wrap } from "comlink";
import type { WorkerDoor } from "../worker/workerDoor.ts";
import type { EngineLink, EngineStart, ViewerPorts } from "./engineLink.ts";
import { startWorker } from "./trustedWorker.ts";
import { besideThisModule, WORKER_FILE } from "./workerAddress.ts";

/** A page: the engine in a worker of its own, addresses as the page has them, hidden when its tab is. */
export const browserPorts: ViewerPorts = {
  startEngine: (start, { assetBase }) => startInWorker(start, startWorker(workerAddress(assetBase))),
  baseAddress: () => globalThis.document?.baseURI,
  onHidden(listener) {
    const tell = () => listener(document.hidden);
    document.addEventListener("visibilitychange", tell);
    if (document.hidden) tell();
    return () => document.removeEventListener("visibilitychange", tell);
  },
};

function workerAddress(assetBase: string | URL | undefined): URL {
  if (assetBase === undefined) return besideThisModule();
  const base = new URL(assetBase, document.baseURI);
  return new URL(WORKER_FILE, base.href.endsWith("/") ? base : `${base.href}/`);
}

/** An engine in a worker. */
export function startInWorker(start: EngineStart, worker: Worker): EngineLink {
  const { settings, onState, onCrash } = start;
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onCrash(event.message || "its file could not be loaded");
  });
  worker.addEventListener("messageerror", () => onCrash("a message could not be read"));
  const engine = wrap<WorkerDoor>(worker).start(settings, proxy(onState), proxy(onCrash));
  return { engine, end: () => worker.terminate() };
}
