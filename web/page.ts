/** The page: one viewer over all of it, whose state is kept in the address. Public parts of the viewer only. */
import "./viewer/define.ts";
import { readPreferences, writePreferences } from "./preferences.ts";
import { takeToken } from "./token.ts";
import type { EigerViewerElement } from "./viewer/index.ts";

/** Where the bridge that serves this page has the monitor. */
const OWN_MONITOR = "monitor/api/1.8.0";
/** Milliseconds without a change after which the address is written; browsers refuse to do it often. */
const ADDRESS_REST = 500;

const viewer = document.createElement("eiger-viewer");
const parameters = new URLSearchParams(location.search);
const preferences = readPreferences();

viewer.id = "viewer";
viewer.theme = preferences.theme;
viewer.shortcuts = preferences.shortcuts;
const token = takeToken();
const source = parameters.get("source");
viewer.src = source ?? OWN_MONITOR;
// The token is of the bridge that serves this page; a link may name another.
if (source === null) viewer.token = token;
const mode = parameters.get("mode");
if (mode !== null) viewer.setAttribute("mode", mode);
// Whom the bridge lets in may drive the page that it serves; a link cannot say who.
viewer.messageOrigins =
  document.querySelector<HTMLMetaElement>("meta[name=eiger-viewer-origins]")?.content ?? null;
viewer.channel = parameters.get("channel");
viewer.linkTo = addressOf;
if (location.hash.length > 1) viewer.restore(location.hash.slice(1));
document.querySelector("main")?.append(viewer);

keepAddress(viewer);
keepPreferences(viewer);
showStateInTitle(viewer);
addEventListener("hashchange", () => {
  if (source === null) viewer.token = takeToken();
  viewer.restore(location.hash.slice(1));
});

function addressOf(state: string): string {
  const address = new URL(location.href);
  address.hash = state.split("&").filter(isForeign).join("&");
  return address.href;
}

/** What this page reads anyhow need not be said: a link works by whatever name its bridge is called. */
function isForeign(field: string): boolean {
  const named = new URLSearchParams(field).get("source");
  return named === null || named !== new URL(source ?? OWN_MONITOR, document.baseURI).href;
}

/** Reload, and a link that is copied from the address, bring the same picture. */
function keepAddress(element: EigerViewerElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => history.replaceState(null, "", addressOf(element.serialize()));
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(write, ADDRESS_REST);
  };
  // What the person does, not what images do to the levels.
  for (const name of ["viewchange", "pointerup", "keyup"]) element.addEventListener(name, changed);
}

/** Appearance and keys are the reader's, for the next time too. */
function keepPreferences(element: EigerViewerElement): void {
  const write = () => writePreferences({ theme: element.theme, shortcuts: element.shortcuts });
  new MutationObserver(write).observe(element, { attributeFilter: ["theme", "shortcuts"] });
}

function showStateInTitle(element: EigerViewerElement): void {
  element.addEventListener("statuschange", ({ detail }) => {
    document.title = `${detail.word} · EIGER monitor`;
  });
}
