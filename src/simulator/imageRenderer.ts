import { dateWithOffset } from "./clock.ts";
import type { ExposedImage } from "./exposure.ts";
import type { DetectorModel } from "./models.ts";
import { numberAt, type ParameterTable } from "./parameter.ts";
import { type BitDepth, maskedValue, type Pattern, type PixelArray } from "./patterns/pattern.ts";
import { type TiffLayout, writeTiff } from "./writeTiff.ts";

/** Makes the file of an image when somebody takes it; what nobody takes costs nothing. */
export interface ImageRenderer {
  file(image: ExposedImage, options: { readonly configuration: ParameterTable }): readonly Uint8Array[];
}

/** Files with drawn pixels. */
export function patternRenderer(options: {
  readonly model: DetectorModel;
  readonly bitDepth: BitDepth;
  readonly layout: TiffLayout;
  readonly pattern: Pattern;
}): ImageRenderer {
  return {
    file({ exposure, threshold }, { configuration }) {
      const number = (key: string) => numberAt(configuration, key);
      const drawn = options.pattern.pixels(exposure.image, { threshold });
      const toZero = configuration["mask_to_zero"]?.value === true;
      return writeTiff(toZero ? drawn.map((part) => maskToZero(part, options)) : drawn, {
        ...options,
        metadata: {
          seriesUniqueId: exposure.seriesUniqueId,
          series: exposure.series,
          image: exposure.image,
          date: dateWithOffset(exposure.start),
          threshold,
          thresholdEnergy: number(`threshold/${threshold}/energy`),
          exposureTime: exposure.exposureTime,
          incidentEnergy: number("incident_energy"),
          wavelength: number("wavelength"),
          beamCentre: [number("beam_center_x"), number("beam_center_y")],
          detectorDistance: number("detector_distance"),
        },
      });
    },
  };
}

/** A copy in which masked pixels read 0 (SIMPLON API reference 1.8, mask_to_zero; firmware 2022.1 and later). */
function maskToZero(part: PixelArray, { bitDepth }: { readonly bitDepth: BitDepth }): PixelArray {
  const masked = maskedValue(bitDepth);
  const copy = part.slice();
  for (let index = 0; index < copy.length; index++) if (copy[index] === masked) copy[index] = 0;
  return copy;
}

/** Files of the user, byte for byte, in turn. */
export function replayRenderer(files: readonly Uint8Array[]): ImageRenderer {
  return {
    file({ exposure }) {
      const file = files[exposure.image % files.length];
      return file === undefined ? [] : [file];
    },
  };
}
