import type { ViewerController } from "../viewerController.ts";
import { MessageControl } from "./messageControl.ts";
import type { ViewerMessage } from "./protocol.ts";

/** Windows that are told what changes; one that has not asked for longest gives way. */
const MOST_WINDOWS = 8;

/**
 * Where messages to a viewer come in: a BroadcastChannel, which the browser keeps to pages of this very origin, and the window, for
 * pages of the origins that are named, exactly; never for all, nor for pages without an origin.
 */
export class MessageDoor {
  readonly #control: MessageControl;
  readonly #windows = new Map<MessageEventSource, string>();
  #channel: BroadcastChannel | null = null;
  #origins: ReadonlySet<string> = new Set();
  readonly #listen = (event: MessageEvent<unknown>) => this.#fromWindow(event);

  constructor(controller: ViewerController) {
    this.#control = new MessageControl(controller, (message) => this.#tell(message));
  }

  /** Its name; null or empty: none. */
  set channel(name: string | null) {
    this.#channel?.close();
    this.#channel = null;
    if (name === null || name === "") return;
    const channel = new BroadcastChannel(name);
    this.#channel = channel;
    channel.addEventListener("message", ({ data }) => {
      void this.#control.receive(data, (message) => {
        // By the time of an answer it may be closed.
        if (this.#channel === channel) channel.postMessage(message);
      });
    });
  }

  /** Origins, separated by spaces, as `https://portal.example`; what is no origin lets nobody in. */
  set origins(text: string | null) {
    this.#origins = new Set((text ?? "").split(/\s+/).filter(isOrigin));
    for (const [source, origin] of this.#windows)
      if (!this.#origins.has(origin)) this.#windows.delete(source);
    removeEventListener("message", this.#listen);
    if (this.#origins.size > 0) addEventListener("message", this.#listen);
  }

  dispose(): void {
    this.channel = null;
    this.origins = null;
    this.#control.dispose();
  }

  #fromWindow({ origin, source, data }: MessageEvent<unknown>): void {
    if (source === null || !this.#origins.has(origin)) return;
    void this.#control.receive(data, (message) => {
      if (!this.#origins.has(origin)) return;
      if (message.event === "state") this.#remember(source, origin);
      source.postMessage(message, { targetOrigin: origin });
    });
  }

  /** It has asked to be told. */
  #remember(source: MessageEventSource, origin: string): void {
    this.#windows.delete(source);
    this.#windows.set(source, origin);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > MOST_WINDOWS && oldest !== undefined) this.#windows.delete(oldest);
  }

  #tell(message: ViewerMessage): void {
    this.#channel?.postMessage(message);
    for (const [source, targetOrigin] of this.#windows) source.postMessage(message, { targetOrigin });
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
