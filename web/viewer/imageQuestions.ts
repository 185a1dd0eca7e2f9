import type { Engine } from "../worker/engineApi.ts";
import { readPixel, readPixels } from "./pixelReads.ts";
import type {
  LineProfile,
  PixelRectangle,
  PixelValues,
  RegionStatistics,
  Shape,
} from "./viewerController.ts";
import type { ViewerState } from "./viewerState.ts";

type Call = <T>(use: (engine: Engine<ImageBitmap>) => Promise<T>) => Promise<T>;

/** What a controller asks its engine of the shown image, which nothing changes by. */
export class ImageQuestions {
  readonly #state: () => ViewerState;
  readonly #call: Call;
  readonly #readPixels = (rectangle: PixelRectangle) => this.#call((engine) => engine.pixels(rectangle));

  constructor(state: () => ViewerState, call: Call) {
    this.#state = state;
    this.#call = call;
  }

  getPixel(x: number, y: number): Promise<number | null> {
    return readPixel(this.#readPixels, { image: this.#state().image, x, y });
  }

  getPixels(rectangle: PixelRectangle): Promise<PixelValues> {
    return readPixels(this.#readPixels, { image: this.#state().image, rectangle });
  }

  statisticsOf(shape: Shape): Promise<RegionStatistics> {
    return this.#call((engine) => engine.statisticsOf(shape));
  }

  profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile> {
    return this.#call((engine) => engine.profile(from, to));
  }

  toPNG(): Promise<File> {
    const { look } = this.#state();
    return this.#call((engine) => engine.png(look));
  }

  toTIFF(): Promise<File> {
    return this.#call((engine) => engine.tiff());
  }

  toNPY(): Promise<File> {
    return this.#call((engine) => engine.npy());
  }
}
