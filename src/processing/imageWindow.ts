/** Images of a series that are projected together, known by their numbers, so that every node puts an image into the same one. */
export interface ImageWindow {
  readonly series: number;
  /** The images `index · size` … `(index + 1) · size − 1` of the series. */
  readonly index: number;
}

/** Where an image stands. */
export interface PlacedImage extends ImageWindow {
  /** Is it the last one of its window? */
  readonly isLast: boolean;
}

/** The window of `<series>_<image>`; undefined where nothing says which image it is. */
export function placeImage(eventId: unknown, size: number): PlacedImage | undefined {
  const [, series, image] = /^(\d{1,15})_(\d{1,15})$/.exec(String(eventId)) ?? [];
  if (series === undefined || image === undefined) return undefined;
  const number = Number(image);
  return {
    series: Number(series),
    index: Math.floor(number / size),
    isLast: number % size === size - 1,
  };
}

export function isSameWindow(one: ImageWindow, other: ImageWindow): boolean {
  return one.series === other.series && one.index === other.index;
}
