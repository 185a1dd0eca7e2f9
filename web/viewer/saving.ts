import type { Saving } from "./controls/saveMenu.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { h } from "./dom.ts";
import type { Model } from "./model.ts";
import type { ViewerController } from "./viewerController.ts";

/** Milliseconds after which a saved file's memory is given back: the browser has begun with it long before. */
const KEEP = 30_000;

export interface SavingAccess {
  readonly controller: ViewerController;
  model(): Model;
  /** The address of this view; null where there is no page for it. */
  link(): string | null;
}

/** Saves or copies; resolves to what is to be said about it. */
export async function save(saving: Saving, access: SavingAccess): Promise<string> {
  const { controller } = access;
  if (saving === "link") return copy(access.link() ?? "", "Link copied");
  if (saving === "diagnostics") return copy(diagnosticsOf(access.model()), "Diagnostics copied");
  const makers = {
    png: () => controller.toPNG(),
    tiff: () => controller.toTIFF(),
    npy: () => controller.toNPY(),
  };
  if (controller.state.image === null) return "There is no image to save";
  // Named by the image that is in it: by now a newer one may be shown.
  const file = await makers[saving]();
  download(file);
  return `Saved ${file.name}`;
}

function download(file: File): void {
  const address = URL.createObjectURL(file);
  h("a", { href: address, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP);
}

/** Resolves to what is to be said about it. */
export async function copy(text: string, done: string): Promise<string> {
  if (isSecureContext) await navigator.clipboard.writeText(text);
  else copyByHand(text);
  return done;
}

/** A page that came over plain HTTP from another machine has no clipboard; it may copy what is selected. */
function copyByHand(text: string): void {
  const take = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
  };
  document.addEventListener("copy", take);
  const isCopied = document.execCommand("copy");
  document.removeEventListener("copy", take);
  if (!isCopied) throw new Error("this browser does not let the page copy");
}
