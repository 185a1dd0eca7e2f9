import { applyAttribute } from "./attributes.ts";
import { createViewer } from "./controller.ts";
import type { Theme } from "./controls/help.ts";
import { takeEarlyProperties } from "./earlyProperties.ts";
import type { ViewerEventDetails, ViewerEventMap } from "./events.ts";
import { Face } from "./face.ts";
import { MessageDoor } from "./messages/messageDoor.ts";
import { viewerStyles } from "./styles/index.ts";
import { ViewerAttributes } from "./viewerAttributes.ts";
import type { ViewerController } from "./viewerController.ts";
import type { FetchMode } from "./viewerState.ts";

/** Those that a page may have set before. */
const PROPERTIES = [
  "controller",
  "src",
  "paused",
  "colormap",
  "scale",
  "levels",
  "rings",
  "controls",
  "wheel",
  "theme",
  "shortcuts",
  "channel",
  "messageOrigins",
  "linkTo",
];

/**
 * `<eiger-viewer src="…">`: a detector's images, live, with everything to look at them.
 *
 * Attributes: `src`, `mode`, `paused`, `colormap`, `scale`, `levels` ("0 20", or "auto"), `rings`, `controls` (which
 * parts there are; default all, "none"), `wheel` ("ctrl": the page keeps the wheel), `theme` ("light", "dark", "auto"),
 * `shortcuts` ("off"), `asset-base`; `channel` (name of a BroadcastChannel) and `message-origins` (pages that may post to this
 * window) let it be driven by messages: {@link CommandMessage}.
 */
export class EigerViewerElement extends ViewerAttributes {
  static readonly observedAttributes: readonly string[] = [
    "src",
    "mode",
    "paused",
    "colormap",
    "scale",
    "levels",
    "rings",
    "controls",
    "wheel",
    "shortcuts",
    "channel",
    "message-origins",
  ];

  #face: Face | null = null;
  #messages: MessageDoor | null = null;
  #controller: ViewerController | null = null;
  /** Did the page give its own controller? Then it is the page's to end. */
  #isForeign = false;
  /** View, look and more, kept while the element is not in a page. */
  #kept: string | null = null;
  #linkTo: ((state: string) => string) | null = null;
  #token = "";

  /** What drives it; null while it is not in a page, unless one was given. */
  get controller(): ViewerController | null {
    return this.#controller;
  }

  /** Shows a controller of the page's own, which the element then does not end. */
  set controller(controller: ViewerController | null) {
    this.#takeDown();
    this.#controller = controller;
    this.#isForeign = controller !== null;
    if (this.isConnected) this.#putUp();
  }

  /** As it is, also by the person's own hand. */
  get paused(): boolean {
    return this.#controller?.state.paused ?? this.hasAttribute("paused");
  }
  set paused(paused: boolean) {
    this.toggleAttribute("paused", paused);
    if (paused) this.#controller?.pause();
    else this.#controller?.resume();
  }

  /** Of a bridge that asks for one; for `src` only. No attribute: the page's own text is no place for a secret. */
  get token(): string {
    return this.#token;
  }
  set token(token: string) {
    if (token === this.#token) return;
    this.#token = token;
    if (this.#face !== null) this.#connect();
  }

  /** How the page makes an address of a serialized state; without it there is no "Copy link". */
  get linkTo(): ((state: string) => string) | null {
    return this.#linkTo;
  }
  set linkTo(linkTo: ((state: string) => string) | null) {
    this.#linkTo = linkTo;
    if (this.#face !== null) this.#face.hasLink = linkTo !== null;
  }

  /** View, look, rings and source as one text. */
  serialize(): string {
    return this.#controller?.serialize() ?? this.#kept ?? "";
  }

  /** Takes such a text; before the element is in a page, as soon as it is. What is not understood is said and left out. */
  restore(text: string): void {
    if (this.#controller === null) this.#kept = text;
    else this.#restore(this.#controller, text);
  }

  /** Typed for the events of a viewer. */
  override addEventListener<Name extends keyof ViewerEventMap>(
    type: Name,
    listener: (this: EigerViewerElement, event: ViewerEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: never,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  connectedCallback(): void {
    takeEarlyProperties(this, PROPERTIES);
    if (this.#face === null) this.#putUp();
  }

  /** An element that only changes its place is connected again within the same task. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#takeDown();
    });
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (this.#face !== null && before !== value) this.#apply(name, value);
  }

  #putUp(): void {
    this.#controller ??= createViewer({
      ...(this.hasAttribute("asset-base") && { assetBase: this.getAttribute("asset-base") ?? "" }),
    });
    const controller = this.#controller;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open", delegatesFocus: false });
    root.adoptedStyleSheets = [viewerStyles()];
    const face = new Face({
      controller,
      tell: (name, detail) => this.#tell(name, detail),
      settings: this.#settings(),
      link: () => this.#linkTo?.(controller.serialize()) ?? null,
    });
    this.#face = face;
    this.#messages = new MessageDoor(controller);
    root.replaceChildren(face.element);
    face.hasLink = this.#linkTo !== null;
    for (const name of EigerViewerElement.observedAttributes) {
      const value = this.getAttribute(name);
      // `mode` goes with `src`.
      const isDue = value !== null && name !== "mode";
      if (isDue || name === "controls" || name === "wheel") this.#apply(name, value);
    }
    if (this.#kept !== null) this.#restore(controller, this.#kept);
    this.#kept = null;
  }

  /** What a link has that cannot be is said, in front of the picture that is shown all the same. */
  #restore(controller: ViewerController, text: string): void {
    const refused = controller.restore(text);
    if (refused.length > 0)
      this.#face?.say(`Not understood in the link, and left out: ${refused.join(", ")}`, "bad");
  }

  #takeDown(): void {
    this.#messages?.dispose();
    this.#messages = null;
    this.#face?.dispose();
    this.#face = null;
    this.shadowRoot?.replaceChildren();
    if (this.#isForeign || this.#controller === null) return;
    this.#kept = this.#controller.serialize();
    this.#controller.destroy();
    this.#controller = null;
  }

  #settings() {
    const viewer = this;
    return {
      get theme() {
        return viewer.theme;
      },
      get shortcuts() {
        return viewer.shortcuts;
      },
      setTheme: (theme: Theme) => {
        viewer.theme = theme;
      },
      setShortcuts: (isOn: boolean) => {
        viewer.shortcuts = isOn;
      },
    };
  }

  #apply(name: string, value: string | null): void {
    const controller = this.#controller;
    const face = this.#face;
    const messages = this.#messages;
    if (controller === null || face === null || messages === null) return;
    applyAttribute(name, value, { controller, face, messages, connect: () => this.#connect() });
  }

  #connect(): void {
    const source = this.getAttribute("src");
    const mode = this.getAttribute("mode");
    if (source === null || source === "") {
      this.#controller?.disconnect();
      return;
    }
    const fetchMode: FetchMode = mode === "monitor" || mode === "next" ? mode : "newest";
    const token = this.#token;
    // What is no address is the controller's to refuse, in words.
    const address = URL.canParse(source, this.baseURI) ? new URL(source, this.baseURI).href : source;
    this.#controller?.connect({ source: address, fetchMode, token });
  }

  /** As an image's or a script's, `error` does not bubble: on a window it would look like an uncaught one. */
  #tell<Name extends keyof ViewerEventDetails>(name: Name, detail: ViewerEventDetails[Name]): void {
    const bubbles = name !== "error";
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles, composed: true }));
  }
}
