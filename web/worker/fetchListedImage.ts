import { type Decoder, EigerDataEvent, type MonitorClient, readTiff } from "../../src/index.ts";

export interface ListedImageOptions {
  readonly client: MonitorClient;
  readonly decoder: Decoder;
  /** null: the control unit's first. */
  readonly threshold: number | null;
  readonly signal: AbortSignal;
}

/**
 * An image that the control unit still has, by its id `<series>_<image>`; undefined: it has not, or the id is none.
 * @throws {MonitorRequestError} {@link DecodeError}
 */
export async function fetchListedImage(
  id: string,
  { client, decoder, threshold: wanted, signal }: ListedImageOptions,
): Promise<EigerDataEvent | undefined> {
  const match = /^(\d{1,10})_(\d{1,10})$/.exec(id);
  if (match === null) return undefined;
  const [series, image] = [Number(match[1]), Number(match[2])];
  const received = await client.image({ series, image, threshold: wanted ?? undefined, signal });
  if (received === undefined) return undefined;
  try {
    const tiff = readTiff(received.buffer.bytes);
    const [threshold = wanted] = tiff.dectris?.thresholdIds ?? [];
    const timestamp = tiff.dectris?.timestamp ?? null;
    return new EigerDataEvent({ received, tiff, identity: { series, image, threshold, timestamp }, decoder });
  } catch (error) {
    received.buffer.release();
    throw error;
  }
}
