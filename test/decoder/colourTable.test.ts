import { describe, expect, it } from "vitest";
import { COLOUR_TABLE_NAMES, colourTable } from "../../src/decoder/index.ts";

/** viridis as in matplotlib, cividis as in R (viridisLite) and in its paper; at 0, ½ and 1. */
const KNOWN = {
  grey: ["#000000", "#808080", "#ffffff"],
  "inverted-grey": ["#ffffff", "#7f7f7f", "#000000"],
  viridis: ["#440154", "#21918c", "#fde725"],
  cividis: ["#00204d", "#7c7b78", "#ffea46"],
} as const;

function channels(hexadecimal: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hexadecimal.slice(start, start + 2), 16));
}

describe("a colour table", () => {
  it.each(Object.entries(KNOWN))("%s has its known colours, within 6 of 255", (name, colours) => {
    const table = colourTable(name as keyof typeof KNOWN, { entries: 257 });
    colours.forEach((colour, index) => {
      const entry = table.subarray(4 * 128 * index, 4 * 128 * index + 4);
      channels(colour).forEach((channel, position) => {
        expect(Math.abs((entry[position] ?? 0) - channel)).toBeLessThanOrEqual(6);
      });
    });
  });

  it.each(COLOUR_TABLE_NAMES)("%s is opaque throughout", (name) => {
    const alphas = colourTable(name).filter((_, index) => index % 4 === 3);
    expect(alphas.every((alpha) => alpha === 255)).toBe(true);
  });

  it.each(["viridis", "cividis"] as const)("%s grows lighter all the way", (name) => {
    const table = colourTable(name);
    const lightness = Array.from({ length: 256 }, (_, index) => {
      const [red = 0, green = 0, blue = 0] = table.subarray(4 * index);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(lightness.every((value, index) => index === 0 || value > (lightness[index - 1] ?? 0) - 1)).toBe(
      true,
    );
  });

  it.each([1, 4097, 2.5])("of %d entries is refused", (entries) => {
    expect(() => colourTable("grey", { entries })).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
  });
});
