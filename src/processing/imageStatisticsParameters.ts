import { OmWrongParameterTypeError } from "../errors.ts";
import type { ParameterTable } from "../om/index.ts";

const GROUP = "image_statistics";

/** The parameters of group `image_statistics`; every one has a default, and the group may be absent. */
export interface ImageStatisticsParameters {
  /** `projection_images`: images of a projection. Default 1000. */
  readonly projectionImages: number;
  /** `projection_interval`: seconds between two looks at a projection that is not finished. Default 5. */
  readonly projectionInterval: number;
  /**
   * `projection_part_bytes`: bytes of projections that go with one event's data at most, a row at least. Default: all at once, as
   * workers take it; a NATS server takes 1 MB unless it is told otherwise.
   */
  readonly projectionPartBytes: number;
  /** `threshold`: whose images are looked at, from 1. Default 1. `required_data` must name `threshold` where there are several. */
  readonly threshold: number;
  /** `saturation_counts`: counts from which a pixel is saturated. Default: the highest count of the depth. */
  readonly saturationCounts: number;
  /** `hot_pixel_factor`: a pixel is hot above so many times the median of its neighbours, and of all. Default 10. */
  readonly hotPixelFactor: number;
  /** `pixel_map_images`: images that a projection needs to tell dead and hot pixels. Default 100. */
  readonly pixelMapImages: number;
  /** `history_seconds`: how far back the time series go. Default 600. */
  readonly historySeconds: number;
}

/** A day, a point each second: 8 MB. */
const LONGEST_HISTORY = 86_400;

/** @throws {OmWrongParameterTypeError} of another type, or out of its range */
export function readImageStatisticsParameters(table: ParameterTable): ImageStatisticsParameters {
  const read = new Reader(table);
  return {
    projectionImages: read.number("projection_images", { default: 1000, least: 1 }),
    projectionInterval: read.number("projection_interval", { default: 5, least: 0, type: "float" }),
    projectionPartBytes: read.number("projection_part_bytes", { default: Number.MAX_SAFE_INTEGER, least: 1 }),
    threshold: read.number("threshold", { default: 1, least: 1 }),
    saturationCounts: read.number("saturation_counts", { default: Number.MAX_SAFE_INTEGER, least: 1 }),
    hotPixelFactor: read.number("hot_pixel_factor", { default: 10, least: 1, type: "float" }),
    pixelMapImages: read.number("pixel_map_images", { default: 100, least: 1 }),
    historySeconds: read.number("history_seconds", { default: 600, least: 1, most: LONGEST_HISTORY }),
  };
}

class Reader {
  readonly #table: ParameterTable;

  constructor(table: ParameterTable) {
    this.#table = table;
  }

  number(
    parameter: string,
    options: {
      readonly default: number;
      readonly least: number;
      readonly most?: number;
      readonly type?: "int" | "float";
    },
  ): number {
    const { least, most = Number.MAX_SAFE_INTEGER, type: parameterType = "int" } = options;
    if (!this.#table.hasGroup(GROUP)) return options.default;
    const query = { group: GROUP, parameter, parameterType, default: options.default };
    const value = this.#table.getParameter(query);
    if (value >= least && value <= most) return value;
    const expected = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
    throw new OmWrongParameterTypeError(
      `parameter ${parameter} in group ${GROUP} is ${value}, expected ${expected}`,
    );
  }
}
