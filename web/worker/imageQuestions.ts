import type { Clock, Decoder } from "../../src/index.ts";
import type {
  LineProfile,
  PixelRectangle,
  PixelValues,
  RegionStatistics,
  Shape,
} from "../viewer/viewerController.ts";
import type { Look } from "../viewer/viewerState.ts";
import type { SourceRegion } from "./engineApi.ts";
import { npyFile, pngFile, tiffFile } from "./imageFiles.ts";
import { saturationOf } from "./measuredImage.ts";
import type { OpenImage } from "./openImage.ts";
import { pictureOptions } from "./pictureOptions.ts";
import { lineProfile, pixelValues } from "./pixelValues.ts";
import { regionStatistics } from "./regionStatistics.ts";
import { subFrame } from "./subFrame.ts";

/** What can be asked of the image that is shown. */
export class ImageQuestions {
  readonly #decoder: Decoder;
  readonly #clock: Clock;
  readonly #present: () => OpenImage;

  /** @param present the image that is shown; throws NO_IMAGE while there is none */
  constructor(
    { decoder, clock }: { readonly decoder: Decoder; readonly clock: Clock },
    present: () => OpenImage,
  ) {
    this.#decoder = decoder;
    this.#clock = clock;
    this.#present = present;
  }

  async percentile999(region: SourceRegion): Promise<number | null> {
    const part = subFrame(this.#present().frame, region);
    return part && this.#decoder.histogram(part).percentile(0.999);
  }

  async pixels(rectangle: PixelRectangle): Promise<PixelValues> {
    const { frame, image } = this.#present();
    return { ...pixelValues(frame, rectangle), imageKey: image.key };
  }

  async statisticsOf(shape: Shape): Promise<RegionStatistics> {
    const { frame, image } = this.#present();
    return { ...regionStatistics(frame, shape, { saturation: saturationOf(frame) }), imageKey: image.key };
  }

  async profile(from: readonly [number, number], to: readonly [number, number]): Promise<LineProfile> {
    const { frame, image } = this.#present();
    return { ...lineProfile(frame, from, to), imageKey: image.key };
  }

  async png(look: Look): Promise<File> {
    const { frame, image } = this.#present();
    const options = pictureOptions(look, { saturation: saturationOf(frame) });
    return pngFile(frame, { ...options, decoder: this.#decoder, clock: this.#clock, id: image.id });
  }

  async tiff(): Promise<File> {
    const { frame, image } = this.#present();
    return tiffFile(frame, image.id);
  }

  async npy(): Promise<File> {
    const { frame, image } = this.#present();
    return npyFile(frame, image.id);
  }
}
