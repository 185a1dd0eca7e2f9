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
  const id = controller.state.image?.id;
  if (id === undefined) return "There is no image to save";
  const blob = await makers[saving]();
  const name = `${id}.${saving === "tiff" ? "tif" : saving}`;
  download(blob, name);
  return `Saved ${name}`;
}

function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
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
