import type { BufferedSeries, Clock, TakeImage, TakenImage, TakeRequest } from "../../src/index.ts";
import { fingerprintOf, writtenId } from "./fingerprint.ts";
import type { Pace } from "./pace.ts";
import type { Traffic } from "./traffic.ts";
import { UnlistedImages } from "./unlistedImages.ts";

/** "No image" is said after so long without a new one. Milliseconds. */
const PATIENCE = 1500;

/** Looks at a list without anything new before the newest image is looked for beside it. */
const PATIENT_LOOKS = 2;
/** Where there are no such counts, the same image again costs a whole transfer: after pauses that double, in milliseconds. */
const PAUSES = { first: 200, longest: 5000 };

type Asked = Pick<TakeRequest, "client" | "signal">;

interface ListedImage {
  readonly series: number;
  readonly image: number;
}

/**
 * Takes the newest image by its id: the list of the monitor's buffer is small and cheap, and an image that is asked for by its
 * id stays in the buffer, so nobody else loses it.
 *
 * Where the list has nothing new, the newest image may still be had from `images/monitor`, which everybody may read: when other
 * clients take each image with `images/next` before it is listed here, and when a full buffer that nobody empties drops what is
 * new (`discard_new`, which control units have by default) and its list stays as it is; the count of dropped ones then grows.
 * It is transferred only when the control unit's counts say that there may be another one.
 */
export class NewestImages {
  /** Listed since the first look, and never to be received: newer ones came before it was their turn, or it was gone. */
  skipped = 0;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #threshold: number | null;
  readonly #traffic: Traffic;
  readonly #unlisted = new UnlistedImages();
  #listed: ReadonlySet<string> | undefined;
  /** The one that was asked for last and did not come whole. */
  #missed: string | undefined;
  /** What was taken last. */
  #taken: string | undefined;
  /** Was it taken from beside the list? */
  #isBeside = false;
  #unchangedLooks = 0;
  #pause = 0;
  #askAgainAt = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly clock: Clock;
    readonly pace: Pace;
    readonly threshold: number | null;
    readonly traffic: Traffic;
  }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
    this.#threshold = options.threshold;
    this.#traffic = options.traffic;
  }

  readonly take: TakeImage = async ({ client, signal }) => {
    const begun = this.#clock.now();
    do {
      const isFirst = this.#listed === undefined;
      const newest = this.#newestOf(await client.images({ signal }));
      const beside =
        isFirst || newest === undefined
          ? await this.#besideTheList({ client, signal }, { isFirst })
          : undefined;
      const image = beside ?? (newest && (await this.#fetch(newest, { client, signal })));
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

  /** The newest image where the list has nothing new; at the first look, where it may be of long ago. */
  async #besideTheList(
    asked: Asked,
    { isFirst }: { readonly isFirst: boolean },
  ): Promise<TakenImage | undefined> {
    // It has the first threshold's images only.
    if (this.#threshold !== null && this.#threshold !== 1) return undefined;
    this.#unchangedLooks += 1;
    if (!isFirst && this.#unchangedLooks <= PATIENT_LOOKS) return undefined;
    if (!(await this.#mayHaveUnlisted(asked, { isFirst }))) return undefined;
    const image = await asked.client.monitorImage({ signal: asked.signal, timeout: 0 });
    return image && this.#unlessTaken(image);
  }

  async #mayHaveUnlisted(asked: Asked, { isFirst }: { readonly isFirst: boolean }): Promise<boolean> {
    if (this.#listed !== undefined && this.#listed.size > 0) return this.#unlisted.haveDropped(asked);
    const now = this.#clock.now();
    if (isFirst) return true;
    if (now < this.#askAgainAt) return false;
    return (await this.#unlisted.wereHandedOut(asked, { taken: this.#taken, now })) ?? true;
  }

  #unlessTaken(image: TakenImage): TakenImage | undefined {
    const id = writtenId(image) ?? fingerprintOf(image);
    const isTaken = id === this.#taken;
    this.#pause = isTaken ? Math.min(Math.max(2 * this.#pause, PAUSES.first), PAUSES.longest) : 0;
    this.#askAgainAt = this.#clock.now() + this.#pause;
    if (!isTaken) {
      this.#setTaken(id, { isBeside: true });
      return image;
    }
    image.buffer.release();
    return undefined;
  }

  #setTaken(id: string, { isBeside }: { readonly isBeside: boolean }): void {
    this.#taken = id;
    this.#isBeside = isBeside;
  }

  async #fetch(newest: ListedImage, { client, signal }: Asked): Promise<TakenImage | undefined> {
    const threshold = this.#threshold ?? undefined;
    // It was had from beside the list before it was listed.
    if (this.#isBeside && idOf(newest) === this.#taken) return undefined;
    this.#missed = idOf(newest);
    const image = await this.#traffic.during(() => client.image({ ...newest, threshold, signal }));
    this.#missed = undefined;
    this.#unchangedLooks = 0;
    if (image === undefined) this.skipped += 1;
    else this.#setTaken(idOf(newest), { isBeside: false });
    return image && { ...image, identity: { ...newest, ...(threshold !== undefined && { threshold }) } };
  }
}

function idOf({ series, image }: ListedImage): string {
  return `${series}_${image}`;
}
