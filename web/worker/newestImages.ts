import type { BufferedSeries, Clock, TakeImage, TakenImage, TakeRequest } from "../../src/index.ts";
import type { Pace } from "./pace.ts";

/** "No image" is said after so long without a new one. Milliseconds. */
const PATIENCE = 1500;

interface ListedImage {
  readonly series: number;
  readonly image: number;
}

/**
 * Takes the newest image by its id: the list of the monitor's buffer is small and cheap, and an image that is asked for by its
 * id stays in the buffer, so nobody else loses it.
 */
export class NewestImages {
  /** Listed since the first look, and never to be received: newer ones came before it was their turn, or it was gone. */
  skipped = 0;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #threshold: number | null;
  #listed: ReadonlySet<string> | undefined;
  /** The one that was asked for last and did not come whole. */
  #missed: string | undefined;

  constructor(options: { readonly clock: Clock; readonly pace: Pace; readonly threshold: number | null }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
    this.#threshold = options.threshold;
  }

  readonly take: TakeImage = async ({ client, signal }) => {
    const begun = this.#clock.now();
    do {
      const newest = this.#newestOf(await client.images({ signal }));
      const image = newest && (await this.#fetch(newest, { client, signal }));
      if (image !== undefined) return image;
      // One that is gone was overtaken: the next list has a newer one already.
      if (newest === undefined) await this.#pace.betweenPolls(signal);
    } while (this.#clock.now() - begun < PATIENCE);
    return undefined;
  };

  /** The newest of those that were not in the former list: after a restart, series are counted from 1 again. */
  #newestOf(list: readonly BufferedSeries[]): ListedImage | undefined {
    const all = list.flatMap(({ series, images }) => images.map((image) => ({ series, image })));
    const former = this.#listed;
    const missed = this.#missed;
    this.#listed = new Set(all.map(idOf));
    this.#missed = undefined;
    if (missed !== undefined && !this.#listed.has(missed)) this.skipped += 1;
    const fresh = all.filter((image) => former?.has(idOf(image)) !== true || idOf(image) === missed);
    // What was there before we came was not missed.
    if (former !== undefined) this.skipped += Math.max(fresh.length - 1, 0);
    return fresh.at(-1);
  }

  async #fetch(
    newest: ListedImage,
    { client, signal }: Pick<TakeRequest, "client" | "signal">,
  ): Promise<TakenImage | undefined> {
    const threshold = this.#threshold ?? undefined;
    this.#missed = idOf(newest);
    const image = await client.image({ ...newest, threshold, signal });
    this.#missed = undefined;
    if (image === undefined) this.skipped += 1;
    return image && { ...image, identity: { ...newest, ...(threshold !== undefined && { threshold }) } };
  }
}

function idOf({ series, image }: ListedImage): string {
  return `${series}_${image}`;
}
