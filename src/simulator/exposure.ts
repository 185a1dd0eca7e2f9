/** One exposure: with several thresholds, several images. Its pixels are drawn when somebody takes them. */
export interface Exposure {
  readonly series: number;
  readonly seriesUniqueId: string;
  /** Within the series, from 0. */
  readonly image: number;
  /** Thresholds from 1, in the order in which `images/next` hands out their images. */
  readonly thresholds: readonly number[];
  /** Unix milliseconds at which it began. */
  readonly start: number;
  /** Seconds. */
  readonly exposureTime: number;
}

/** One image of an exposure. */
export interface ExposedImage {
  readonly exposure: Exposure;
  readonly threshold: number;
}
