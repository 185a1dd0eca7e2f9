import type { PictureOptions } from "../../src/index.ts";
import type { Look } from "../viewer/viewerState.ts";
import { parseColour } from "./colour.ts";

/** How the decoder is to draw for a look; a colour that is not understood is the decoder's own. */
export function pictureOptions(look: Look, { saturation }: { readonly saturation: number }): PictureOptions {
  const { levels, scale, colours, binning } = look;
  const masked = parseColour(look.maskedColour);
  const saturated = parseColour(look.saturatedColour);
  return {
    levels,
    scale,
    colours,
    binning,
    saturation,
    ...(masked !== null && { maskedColour: masked }),
    ...(saturated !== null && { saturatedColour: saturated }),
  };
}
