import type { Theme } from "./controls/help.ts";

/** Where there is no page, as in Node, the class can be imported all the same; it cannot be made an element. */
const ElementBase: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** Attributes of `<eiger-viewer>` as its properties. */
export class ViewerAttributes extends ElementBase {
  get src(): string | null {
    return this.getAttribute("src");
  }
  set src(src: string | null) {
    this.#set("src", src);
  }

  get colormap(): string | null {
    return this.getAttribute("colormap");
  }
  set colormap(name: string | null) {
    this.#set("colormap", name);
  }

  get scale(): string | null {
    return this.getAttribute("scale");
  }
  set scale(scale: string | null) {
    this.#set("scale", scale);
  }

  get levels(): string | null {
    return this.getAttribute("levels");
  }
  set levels(levels: string | null) {
    this.#set("levels", levels);
  }

  get rings(): boolean {
    return this.hasAttribute("rings");
  }
  set rings(visible: boolean) {
    this.toggleAttribute("rings", visible);
  }

  get controls(): string | null {
    return this.getAttribute("controls");
  }
  set controls(names: string | null) {
    this.#set("controls", names);
  }

  get wheel(): string | null {
    return this.getAttribute("wheel");
  }
  set wheel(mode: string | null) {
    this.#set("wheel", mode);
  }

  get theme(): Theme {
    const theme = this.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : "auto";
  }
  set theme(theme: Theme) {
    this.#set("theme", theme === "auto" ? null : theme);
  }

  get shortcuts(): boolean {
    return this.getAttribute("shortcuts") !== "off";
  }
  set shortcuts(isOn: boolean) {
    this.#set("shortcuts", isOn ? null : "off");
  }

  /** Name of a BroadcastChannel that drives it. */
  get channel(): string | null {
    return this.getAttribute("channel");
  }
  set channel(name: string | null) {
    this.#set("channel", name);
  }

  /** Origins, separated by spaces, of pages that may drive it by `postMessage` to its window. */
  get messageOrigins(): string | null {
    return this.getAttribute("message-origins");
  }
  set messageOrigins(origins: string | null) {
    this.#set("message-origins", origins);
  }

  #set(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}
