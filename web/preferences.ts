/** What a reader chose for this browser, kept where the browser lets it. */
import type { EigerViewerElement } from "./viewer/index.ts";

export interface Preferences {
  readonly theme: EigerViewerElement["theme"];
  readonly shortcuts: boolean;
}

const KEY = "eiger-monitor";
const DEFAULTS: Preferences = { theme: "auto", shortcuts: true };

export function readPreferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const { theme, shortcuts } = kept as Partial<Record<keyof Preferences, unknown>>;
    return {
      theme: theme === "light" || theme === "dark" ? theme : DEFAULTS.theme,
      shortcuts: shortcuts !== false,
    };
  } catch {
    // Storage is forbidden here, or holds something else.
    return DEFAULTS;
  }
}

export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // It is then the same as the first time.
  }
}
