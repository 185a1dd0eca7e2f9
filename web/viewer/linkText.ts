import { COLOUR_TABLE_NAMES, type ColourTableName, type Scale } from "../../src/index.ts";
import { isBeamCenter, isDistance, isPixelSize, isWavelength } from "../geometry/bounds.ts";
import type { KnownGeometry } from "../worker/engineApi.ts";
import {
  colour,
  finite,
  flag,
  identity,
  levels,
  oneOf,
  pair,
  place,
  resolutions,
  threshold,
  webAddress,
  zoom,
} from "./linkFields.ts";
import { NOTHING_BY_HAND } from "./mergedGeometry.ts";
import type { FetchMode, Look, RingSettings, View } from "./viewerState.ts";

/** What a link can say; what it does not say is not there. */
export interface LinkedState {
  readonly source?: string;
  readonly fetchMode?: FetchMode;
  readonly threshold?: number | null;
  readonly view?: Partial<View>;
  readonly look?: Partial<Look>;
  readonly rings?: Partial<RingSettings>;
  readonly geometry?: Partial<KnownGeometry>;
  /** The image that is looked at; null: the newest, live. */
  readonly imageId?: string | null;
}

const SCALES: readonly Scale[] = ["linear", "sqrt", "log", "hdr"];
const MODES: readonly FetchMode[] = ["newest", "monitor", "next"];
// What is as usual is written too: a link brings back what it shows, whatever there was before.
const ALL_THRESHOLDS = "all";
const LIVE = "live";
const USUAL = "auto";
const LONGEST_TEXT = 8192;

/** `x=…&y=…&zoom=…&levels=0,12&scale=log&colours=viridis`: text for a link's hash, to be read by people too. */
export function toLinkText({ view, look, rings, geometry, ...state }: LinkedState): string {
  const fields: readonly (readonly [key: string, value: string | number | null | undefined])[] = [
    ["source", state.source],
    ["mode", state.fetchMode],
    ["threshold", state.threshold === null ? ALL_THRESHOLDS : state.threshold],
    ["image", state.imageId === null ? LIVE : state.imageId],
    ...(view?.fit === true ? [["fit", "1"] as const] : placeFields(view)),
    ["levels", look?.levels?.map(digits).join(",")],
    ["auto", look === undefined ? undefined : (look.auto ?? "off")],
    ["scale", look?.scale],
    ["colours", look?.colours],
    ["binning", look?.binning],
    ["masked", look?.maskedColour],
    ["saturated", look?.saturatedColour],
    ["rings", digit(rings?.visible)],
    ["resolutions", rings?.resolutions === null ? USUAL : rings?.resolutions?.map(digits).join(",")],
    ["ice", digit(rings?.ice)],
    ["geometry", geometry !== undefined && Object.values(geometry).includes(null) ? USUAL : undefined],
    ["beam", geometry?.beamCenter?.map(digits).join(",")],
    ["distance", geometry?.detectorDistance],
    ["wavelength", geometry?.wavelength],
    ["pixel", geometry?.pixelSize?.join(",")],
  ];
  return fields
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([key, value]) => `${key}=${readable(String(value))}`)
    .join("&");
}

/**
 * What of a link's text is understood; each field by itself, so that one that is wrong takes nothing from the others.
 *
 * @param refuse told the name of each known field whose value is none
 */
export function readLinkText(text: string, refuse: (field: string) => void = () => undefined): LinkedState {
  const fields = new URLSearchParams(text.slice(0, LONGEST_TEXT).replace(/^[#?]/, ""));
  const take = <T>(name: string, read: (text: string) => T | undefined): T | undefined => {
    const written = fields.get(name);
    if (written === null) return undefined;
    const value = read(written);
    if (value === undefined) refuse(name);
    return value;
  };
  return present({
    source: take("source", webAddress),
    fetchMode: take("mode", oneOf(MODES)),
    threshold: take("threshold", unless(ALL_THRESHOLDS, threshold)),
    imageId: take("image", unless(LIVE, identity)),
    view: readView(take),
    look: present({
      levels: take("levels", levels),
      auto: take("auto", unless("off", oneOf(["whole", "visible"]))),
      scale: take("scale", oneOf(SCALES)),
      colours: take("colours", oneOf<ColourTableName>(COLOUR_TABLE_NAMES)),
      binning: take("binning", oneOf(["maximum", "mean"])),
      maskedColour: take("masked", colour),
      saturatedColour: take("saturated", colour),
    }),
    rings: present({
      visible: take("rings", flag),
      resolutions: take("resolutions", unless(USUAL, resolutions)),
      ice: take("ice", flag),
    }),
    geometry: present({
      ...(take("geometry", oneOf([USUAL])) && NOTHING_BY_HAND),
      ...present({
        beamCenter: take("beam", provenBy(pair, isBeamCenter)),
        detectorDistance: take("distance", provenBy(finite, isDistance)),
        wavelength: take("wavelength", provenBy(finite, isWavelength)),
        pixelSize: take("pixel", provenBy(pair, isPixelSize)),
      }),
    }),
  });
}

type Take = <T>(name: string, read: (text: string) => T | undefined) => T | undefined;

function readView(take: Take): Partial<View> | undefined {
  const fit = take("fit", flag);
  const view = present({ x: take("x", place), y: take("y", place), zoom: take("zoom", zoom) });
  if (fit === true) return { fit };
  return Object.keys(view).length === 0 ? undefined : { ...view, fit: false };
}

/** A word of its own, which means null; else as usual. */
function unless<T>(
  word: string,
  read: (text: string) => T | undefined,
): (text: string) => T | null | undefined {
  return (text) => (text === word ? null : read(text));
}

function provenBy<T>(
  read: (text: string) => T | undefined,
  isProven: (value: T) => boolean,
): (text: string) => T | undefined {
  return (text) => {
    const value = read(text);
    return value !== undefined && isProven(value) ? value : undefined;
  };
}

function placeFields(view: Partial<View> | undefined): readonly (readonly [string, string | undefined])[] {
  const text = (value: number | undefined) => (value === undefined ? undefined : digits(value));
  return [
    ["x", text(view?.x)],
    ["y", text(view?.y)],
    ["zoom", text(view?.zoom)],
  ];
}

/** Places and levels to a hundredth or six digits: enough for an eye, and short. */
function digits(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 8 : 6)));
}

function readable(text: string): string {
  return encodeURIComponent(text).replace(/%(?:2C|3A|2F)/g, decodeURIComponent);
}

function digit(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? "1" : "0";
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without what is undefined; undefined when nothing is left, at the top an empty object. */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && !(isPlain(value) && Object.keys(value).length === 0),
  );
  return Object.fromEntries(kept) as Present<T>;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
