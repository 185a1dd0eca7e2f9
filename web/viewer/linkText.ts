import { COLOUR_TABLE_NAMES, type ColourTableName, type Scale } from "../../src/index.ts";
import { parseColour } from "../worker/colour.ts";
import type { KnownGeometry } from "../worker/engineApi.ts";
import { provenLevels } from "./levelsPolicy.ts";
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
const MOST_RINGS = 50;

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
    ["rings", flag(rings?.visible)],
    ["resolutions", rings?.resolutions === null ? USUAL : rings?.resolutions?.map(digits).join(",")],
    ["ice", flag(rings?.ice)],
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

/** What of a link's text is understood; each field by itself, so that one that is wrong takes nothing from the others. */
export function readLinkText(text: string): LinkedState {
  const fields = new URLSearchParams(text.slice(0, LONGEST_TEXT).replace(/^[#?]/, ""));
  const get = (key: string) => fields.get(key) ?? undefined;
  const number = (key: string) => finite(get(key));
  return present({
    source: webAddress(get("source")),
    fetchMode: oneOf(MODES, get("mode")),
    threshold: get("threshold") === ALL_THRESHOLDS ? null : whole(number("threshold")),
    imageId: get("image") === LIVE ? null : identity(get("image")),
    view: readView(get("fit"), number("x"), number("y"), number("zoom")),
    look: present({
      levels: readLevels(numbers(get("levels"))),
      auto: get("auto") === "off" ? null : oneOf(["whole", "visible"] as const, get("auto")),
      scale: oneOf(SCALES, get("scale")),
      colours: oneOf<ColourTableName>(COLOUR_TABLE_NAMES, get("colours")),
      binning: oneOf(["maximum", "mean"] as const, get("binning")),
      maskedColour: colour(get("masked")),
      saturatedColour: colour(get("saturated")),
    }),
    rings: present({
      visible: readFlag(get("rings")),
      resolutions: get("resolutions") === USUAL ? null : positives(get("resolutions"), MOST_RINGS),
      ice: readFlag(get("ice")),
    }),
    geometry: present({
      ...(get("geometry") === USUAL && NOTHING_BY_HAND),
      ...present({
        beamCenter: pair(numbers(get("beam"))),
        detectorDistance: above(number("distance")),
        wavelength: above(number("wavelength")),
        pixelSize: pair(positives(get("pixel"), 2)),
      }),
    }),
  });
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

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? "1" : "0";
}

function readFlag(text: string | undefined): boolean | undefined {
  return text === "1" ? true : text === "0" ? false : undefined;
}

function finite(text: string | undefined): number | undefined {
  return text !== undefined && /^[-+]?\d{1,12}(?:\.\d{1,30})?(?:e[-+]?\d{1,2})?$/i.test(text)
    ? Number(text)
    : undefined;
}

function whole(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : undefined;
}

function identity(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,10}_\d{1,10}$/.test(text) ? text : undefined;
}

function above(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

function numbers(text: string | undefined): readonly number[] | undefined {
  const values = text?.split(",").map(finite);
  const known = values?.filter((value) => value !== undefined);
  return known !== undefined && known.length === values?.length ? known : undefined;
}

function positives(text: string | undefined, most: number): readonly number[] | undefined {
  const values = numbers(text);
  return values !== undefined && values.length <= most && values.every((value) => value > 0)
    ? values
    : undefined;
}

function pair(values: readonly number[] | undefined): readonly [number, number] | undefined {
  const [x, y, ...more] = values ?? [];
  return x === undefined || y === undefined || more.length > 0 ? undefined : [x, y];
}

function readLevels(values: readonly number[] | undefined): Look["levels"] | undefined {
  const levels = pair(values);
  return levels && (provenLevels(levels) ?? undefined);
}

function readView(
  fit: string | undefined,
  x: number | undefined,
  y: number | undefined,
  zoom: number | undefined,
): Partial<View> | undefined {
  if (fit === "1") return { fit: true };
  const proven = zoom !== undefined && zoom > 0 && zoom <= 1e4 ? zoom : undefined;
  const view = present({ x, y, zoom: proven });
  return Object.keys(view).length === 0 ? undefined : { ...view, fit: false };
}

function colour(text: string | undefined): string | undefined {
  return text !== undefined && parseColour(text) !== null ? text : undefined;
}

/** Of the web, or a path of this one's; nobody's password. */
function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text, "http://page")) return undefined;
  const { protocol, username, password } = new URL(text, "http://page");
  const isWeb = protocol === "http:" || protocol === "https:";
  return isWeb && username === "" && password === "" ? text : undefined;
}

function oneOf<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((name) => name === text);
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
