import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LinkedState, readLinkText, toLinkText } from "../../../web/viewer/linkText.ts";

const STATE: LinkedState = {
  source: "http://dcu:8000/monitor/api/1.8.0",
  fetchMode: "newest",
  threshold: 2,
  imageId: "3_17",
  view: { x: 2073.5, y: 2181.25, zoom: 8, fit: false },
  look: {
    levels: [0, 12],
    auto: null,
    scale: "log",
    colours: "viridis",
    binning: "mean",
    maskedColour: "#102030",
    saturatedColour: "rgb(1, 2, 3)",
  },
  rings: { visible: true, resolutions: [4, 3, 2.5], ice: false },
  geometry: {
    beamCenter: [2000.5, 2100.25],
    detectorDistance: 0.15,
    wavelength: 0.9763,
    pixelSize: [75e-6, 75e-6],
  },
};

describe("a link's text", () => {
  it("says the whole state, and people can read it", () => {
    const text = toLinkText(STATE);
    expect(readLinkText(text)).toEqual(STATE);
    expect(readLinkText(`#${text}`)).toEqual(STATE);
    expect(text).toContain("source=http://dcu:8000/monitor/api/1.8.0&mode=newest");
    expect(text).toContain("x=2073.5&y=2181.25&zoom=8&levels=0,12&auto=off&scale=log&colours=viridis");
    // As 80 µm and 217.3 mm become when they are typed.
    const typed = {
      ...STATE.geometry,
      detectorDistance: 217.3 * 1e-3,
      pixelSize: [80 * 1e-6, 80 * 1e-6],
    } as const;
    expect(readLinkText(toLinkText({ geometry: typed })).geometry).toEqual(typed);
    expect(toLinkText({ view: { x: 1, y: 2, zoom: 3, fit: true } })).toBe("fit=1");
  });

  it("says what is as usual in words, so that it is brought back too", () => {
    const usual: LinkedState = {
      threshold: null,
      imageId: null,
      rings: { visible: false, resolutions: null, ice: false },
      geometry: { beamCenter: [1, 2], detectorDistance: null, wavelength: null, pixelSize: null },
    };
    const text = toLinkText(usual);
    expect(text).toBe("threshold=all&image=live&rings=0&resolutions=auto&ice=0&geometry=auto&beam=1,2");
    expect(readLinkText(text)).toEqual(usual);
  });

  it("is taken field by field: what is wrong takes nothing from the rest", () => {
    const text =
      "x=1&y=NaN&zoom=-2&levels=9,3&scale=log&colours=__proto__&rings=yes&resolutions=3,0&threshold=1.5";
    expect(readLinkText(text)).toEqual({ view: { x: 1, fit: false }, look: { scale: "log" } });
  });

  it.each([
    "source=javascript:alert(1)",
    "source=http://user:password@dcu/",
    "source=data:text/html,x",
    "masked=url(http://tracker)",
    "masked=red;background:url(x)",
    "image=../../config",
    "image=1_2_3",
    "zoom=1e99",
    "zoom=Infinity",
    "levels=0,12,13",
    "levels=,",
    "beam=1",
    "distance=0",
    "auto=constructor",
    "mode=toString",
    "%E0%A4%A",
    "&&&===",
    `resolutions=${Array(51).fill("3").join(",")}`,
  ])("leaves %s alone", (text) => {
    expect(readLinkText(text)).toEqual({});
  });

  it.each([
    ["x", "x=1e9"],
    ["zoom", "zoom=0"],
    ["beam", "beam=1e9,2"],
    ["distance", "distance=1e-9"],
    ["distance", "distance=101"],
    ["wavelength", "wavelength=1e5"],
    ["pixel", "pixel=1,1"],
    ["geometry", "geometry=off"],
    ["threshold", "threshold=0"],
    ["scale", "scale=cubic"],
    ["source", "source=ftp://dcu/"],
  ])("says that %s is none in %s, and of what else is there nothing", (field, text) => {
    const refused: string[] = [];
    const read = readLinkText(`${text}&unknown=1&rings=1`, (name) => refused.push(name));
    expect(read).toEqual({ rings: { visible: true } });
    expect(refused).toEqual([field]);
  });

  it("of anything at all is read without an error, and what was read says the same again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
        const read = readLinkText(text);
        expect(readLinkText(toLinkText(read))).toEqual(read);
      }),
    );
  });

  it("longer than any that we write is cut", () => {
    expect(readLinkText(`${"a".repeat(10_000)}&scale=log`)).toEqual({});
  });
});
