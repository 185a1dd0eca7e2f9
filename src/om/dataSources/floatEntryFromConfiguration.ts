import type { DectrisMetadata } from "../../tiff/index.ts";
import type { EigerDataEvent } from "../eigerDataEvent.ts";
import type { ConfiguredQuantity, LayerParameters } from "../layerParameters.ts";
import type { OmDataSourceProtocol } from "../protocols.ts";

/** DECTRIS does not state the unit of the distance; no detector stands 10 m away, and none at 10 mm or less. */
const METRES_UP_TO = 10;

const FROM_IMAGE: Readonly<Record<ConfiguredQuantity, (metadata: DectrisMetadata) => number | null>> = {
  beam_energy: ({ incidentEnergy }) => incidentEnergy,
  detector_distance: ({ detectorDistance: distance }) =>
    distance === null || distance > METRES_UP_TO ? distance : distance * 1000,
};

/**
 * A number from the configuration: `beam_energy` in eV, `detector_distance` in mm. With `prefer_image_metadata: true`
 * the image's own value comes first, where it has a good one.
 */
export class FloatEntryFromConfiguration implements OmDataSourceProtocol<number> {
  readonly #quantity: ConfiguredQuantity;
  readonly #parameters: LayerParameters;
  #configured = Number.NaN;

  constructor(options: { readonly quantity: ConfiguredQuantity; readonly parameters: LayerParameters }) {
    this.#quantity = options.quantity;
    this.#parameters = options.parameters;
  }

  /** @throws {OmMissingParameterError} {@link OmWrongParameterTypeError} */
  async initializeDataSource(): Promise<void> {
    this.#configured = this.#parameters.fallback(this.#quantity);
  }

  getData({ event }: { readonly event: EigerDataEvent }): number {
    const { dectris } = event.tiff;
    if (!this.#parameters.preferImageMetadata || dectris === null) return this.#configured;
    const value = FROM_IMAGE[this.#quantity](dectris);
    return value !== null && Number.isFinite(value) && value > 0 ? value : this.#configured;
  }
}
