import {
  type BufferedSeries,
  type Clock,
  MonitorRequestError,
  type TakeImage,
  type TakenImage,
  type TakeRequest,
} from "../../src/index.ts";
import { writtenId } from "./fingerprint.ts";
import type { Pace } from "./pace.ts";

/** "No image" is said after so long without a new one. Milliseconds. */
const PATIENCE = 1500;

/** Looks at an unchanged list before it is asked whether images are dropped. */
const PATIENT_LOOKS = 2;

type Asked = Pick<TakeRequest, "client" | "signal">;

interface ListedImage {
  readonly series: number;
  readonly image: number;
}

/**
 * Takes the newest image by its id: the list of the monitor's buffer is small and cheap, and an image that is asked for by its
 * id stays in the buffer, so nobody else loses it.
 *
 * A full buffer that nobody empties drops what is new (`discard_new`, which control units have by default), and its list stays as
 * it is: then the newest image is had from `images/monitor` only, each time that the count of dropped ones has grown.
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
  #taken: string | undefined;
  #unchangedLooks = 0;
  /** By the control unit's count when an image was last taken beyond its list; undefined: it does not count. */
  #dropped: number | undefined = 0;

  constructor(options: { readonly clock: Clock; readonly pace: Pace; readonly threshold: number | null }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
    this.#threshold = options.threshold;
  }

  readonly take: TakeImage = async ({ client, signal }) => {
    const begun = this.#clock.now();
    do {
      const newest = this.#newestOf(await client.images({ signal }));
      const image = await (newest === undefined
        ? this.#beyondTheList({ client, signal })
        : this.#fetch(newest, { client, signal }));
      if (image !== undefined) return image;
      // One that is gone was overtaken: the next list has a newer one already.
      if (newest === undefined) await this.#pace.betweenPolls(signal);
    } while (this.#clock.now() - begun < PATIENCE);
    return undefined;
  };

  /** The newest of those that were not in the former list: after a restart, series are counted from 1 again. */
  #newestOf(list: readonly BufferedSeries[]): ListedImage | undefined {
    const all = list.flatMap(({ series, images }) => images.map((image) => ({ series, image })));
    const former = this.#formerOf(new Set(all.map(idOf)));
    const missed = this.#missed;
    this.#listed = new Set(all.map(idOf));
    this.#missed = undefined;
    if (missed !== undefined && !this.#listed.has(missed)) this.skipped += 1;
    const fresh = all.filter((image) => former?.has(idOf(image)) !== true || idOf(image) === missed);
    // What was there before we came was not missed.
    if (former !== undefined) this.skipped += Math.max(fresh.length - 1, 0);
    return fresh.at(-1);
  }

  /** The former list. The oldest go first: without the image that was taken last, those before it are others of the same ids. */
  #formerOf(ids: ReadonlySet<string>): ReadonlySet<string> | undefined {
    const taken = this.#taken;
    const isRestarted = taken !== undefined && this.#listed?.has(taken) === true && !ids.has(taken);
    return isRestarted ? new Set() : this.#listed;
  }

  /** The newest image where the list has nothing new because new ones are dropped. */
  async #beyondTheList({ client, signal }: Asked): Promise<TakenImage | undefined> {
    this.#unchangedLooks += 1;
    if (this.#listed?.size === 0 || this.#unchangedLooks <= PATIENT_LOOKS) return undefined;
    if (this.#dropped === undefined) return undefined;
    const dropped = await countDropped({ client, signal });
    // It begins again at 0 when the buffer is cleared.
    const changed = dropped !== undefined && dropped > 0 && dropped !== this.#dropped;
    const image = changed ? await client.monitorImage({ signal }) : undefined;
    this.#dropped = dropped;
    if (image === undefined) return undefined;
    const id = writtenId(image);
    if (id === undefined || id !== this.#taken) {
      this.#taken = id;
      return image;
    }
    image.buffer.release();
    return undefined;
  }

  async #fetch(newest: ListedImage, { client, signal }: Asked): Promise<TakenImage | undefined> {
    const threshold = this.#threshold ?? undefined;
    this.#missed = idOf(newest);
    const image = await client.image({ ...newest, threshold, signal });
    this.#missed = undefined;
    this.#unchangedLooks = 0;
    if (image === undefined) this.skipped += 1;
    else this.#taken = idOf(newest);
    return image && { ...image, identity: { ...newest, ...(threshold !== undefined && { threshold }) } };
  }
}

/** The count of dropped images; undefined where the control unit has none. */
async function countDropped({ client, signal }: Asked): Promise<number | undefined> {
  try {
    return (await client.getStatus("dropped", { signal })).value;
  } catch (error) {
    if (error instanceof MonitorRequestError && error.status === 404) return undefined;
    throw error;
  }
}

function idOf({ series, image }: ListedImage): string {
  return `${series}_${image}`;
}
