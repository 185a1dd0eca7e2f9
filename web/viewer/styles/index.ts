import { bar } from "./bar.css.ts";
import { cards } from "./cards.css.ts";
import { fields } from "./fields.css.ts";
import { layout } from "./layout.css.ts";
import { narrow } from "./narrow.css.ts";
import { panel } from "./panel.css.ts";
import { picture } from "./picture.css.ts";
import { results } from "./results.css.ts";
import { tokens } from "./tokens.css.ts";

let sheet: CSSStyleSheet | null = null;

/** One sheet for all viewers of a page, constructed: a strict content security policy allows it. */
export function viewerStyles(): CSSStyleSheet {
  if (sheet !== null) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync([tokens, layout, fields, bar, picture, panel, results, cards, narrow].join("\n"));
  return sheet;
}
