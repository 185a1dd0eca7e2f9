/** Registers `<eiger-viewer>`, once, where there are custom elements. */
import { EigerViewerElement } from "./element.ts";

declare global {
  interface HTMLElementTagNameMap {
    "eiger-viewer": EigerViewerElement;
  }
}

if (globalThis.customElements !== undefined && customElements.get("eiger-viewer") === undefined)
  customElements.define("eiger-viewer", EigerViewerElement);
