/** Parts that `controls` names. */
export const CONTROL_NAMES = [
  "bar",
  "tools",
  "cursor",
  "transport",
  "results",
  "levels",
  "rings",
  "measure",
  "image",
  "minimap",
] as const;
/** Those of the panel. */
export const SECTION_NAMES: readonly string[] = ["results", "levels", "rings", "measure", "image"];
