import type { MessagePort, Worker } from "node:worker_threads";
import type { Endpoint } from "comlink";

type Listener = (event: { readonly data: unknown }) => void;

/**
 * A thread's port, or a thread, as comlink takes it: Node's emit messages where a page's dispatch events. (comlink's own
 * adapter has no types that this module resolution finds.)
 */
export function threadEndpoint(port: MessagePort | Worker): Endpoint {
  const wrapped = new Map<unknown, (data: unknown) => void>();
  return {
    postMessage: (message, transfer = []) => port.postMessage(message, transfer as readonly ArrayBuffer[]),
    addEventListener(type, listener) {
      const call = toFunction(listener);
      const onData = (data: unknown) => call({ data });
      wrapped.set(listener, onData);
      port.on(type, onData);
    },
    removeEventListener(type, listener) {
      const onData = wrapped.get(listener);
      if (onData !== undefined) port.off(type, onData);
      wrapped.delete(listener);
    },
  };
}

function toFunction(listener: EventListenerOrEventListenerObject): Listener {
  const call = typeof listener === "function" ? listener : listener.handleEvent.bind(listener);
  // Of an event comlink reads its data only.
  return call as unknown as Listener;
}
