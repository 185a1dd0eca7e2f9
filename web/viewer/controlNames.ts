/** Parts that `controls` names. */
export const CONTROL_NAMES = [
  "bar",
  "tools",
  "cursor",
  "transport",
  "levels",
  "rings",
  "measure",
  "image",
  "minimap",
] as const;
/** Those of the panel. */
export const SECTION_NAMES: readonly string[] = ["levels", "rings", "measure", "image"];
