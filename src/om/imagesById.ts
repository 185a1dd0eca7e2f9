import { DecodeError, MonitorRequestError } from "../errors.ts";
import { type Clock, delay, type MonitorImage } from "../simplon/index.ts";
import { readTiff } from "../tiff/index.ts";
import { type ListedImage, ListedImages, type WrittenMark } from "./listedImages.ts";
import type { CountedKey } from "./monitorCounters.ts";
import { StreamFollower } from "./streamFollower.ts";
import type { TakeImage, TakenImage, TakeRequest, TakeWay } from "./takeImage.ts";

/** Between two looks at a list that has nothing new. Milliseconds. */
const LIST_PAUSE = 100;

type Asked = Pick<TakeRequest, "client" | "signal">;

/** The way that takes none from anybody, and loses none that the control unit still has: `take: takeById`. */
export const takeById: TakeWay = {
  begin: (options) => ({ take: new ImagesById(options).take, follower: new StreamFollower(options) }),
};

/**
 * Takes every image by its id: the control unit's list says what there is, and an image that is asked for by its id stays
 * where it is. One that is cut on its way is asked for again; only those are lost that the control unit pushes out of its
 * buffer before they have come whole.
 */
class ImagesById {
  readonly #clock: Clock;
  readonly #count: (key: CountedKey, step?: number) => void;
  readonly #listed = new ListedImages();
  /** Something failed: the control unit may have begun anew. */
  #inDoubt = false;
  /** Was anything received since the list was looked at? A list of images that are not there is not asked for in a hurry. */
  #hasReceived = true;

  constructor(options: {
    readonly clock: Clock;
    readonly count: (key: CountedKey, step?: number) => void;
  }) {
    this.#clock = options.clock;
    this.#count = options.count;
  }

  readonly take: TakeImage = async ({ client, timeout, signal }) => {
    const asked = { client, signal };
    const end = this.#clock.now() + (timeout ?? client.limits.defaultWait);
    do {
      const item = this.#listed.next() ?? (await this.#look(asked));
      const image = item && (await this.#fetch(item, asked));
      if (image !== undefined) return image;
    } while (this.#clock.now() < end || !this.#listed.exhausted);
    return undefined;
  };

  async #look({ client, signal }: Asked): Promise<ListedImage | undefined> {
    if (!this.#hasReceived) await delay(LIST_PAUSE, { signal, clock: this.#clock });
    try {
      const evicted = this.#listed.update(await client.images({ signal }), { inDoubt: this.#inDoubt });
      this.#count("evicted", evicted);
    } catch (error) {
      this.#inDoubt = true;
      throw error;
    }
    this.#inDoubt = false;
    this.#hasReceived = false;
    return this.#listed.next();
  }

  async #fetch(item: ListedImage, { client, signal }: Asked): Promise<TakenImage | undefined> {
    const image = await this.#ask(item, { client, signal });
    if (image === undefined) return undefined;
    const mark = writtenMark(image.buffer.bytes);
    if (!this.#listed.got(item, mark)) {
      image.buffer.release();
      return undefined;
    }
    this.#hasReceived = true;
    const { series, image: number } = item;
    const threshold = item.threshold ?? mark.threshold;
    return { ...image, identity: { series, image: number, threshold } };
  }

  async #ask(item: ListedImage, { client, signal }: Asked): Promise<MonitorImage | undefined> {
    const { series, image: number, threshold } = item;
    try {
      const image = await client.image({ series, image: number, threshold: threshold ?? undefined, signal });
      if (image === undefined) this.#gone(item);
      return image;
    } catch (error) {
      if (!(error instanceof MonitorRequestError)) throw error;
      if (error.status === 400) return this.#gone(item);
      this.#inDoubt = true;
      if (error.code === "TOO_LARGE") this.#giveUp(item);
      else this.#listed.failed(item);
      throw error;
    }
  }

  /** Firmware without thresholds may not know such an address at all (400). */
  #gone(item: ListedImage): undefined {
    this.#listed.giveUp(item);
    if (item.purpose === "take") this.#count("evicted");
  }

  #giveUp(item: ListedImage): void {
    this.#listed.giveUp(item);
    if (item.purpose === "take") this.#count("transitLost");
  }
}

/** By the DECTRIS directory. A file that cannot be read is marked by nothing; whoever takes it says why. */
function writtenMark(bytes: Uint8Array): WrittenMark {
  try {
    const { dectris } = readTiff(bytes);
    const series = dectris?.seriesUniqueId ?? null;
    const marks = [series, dectris?.imageDateTime ?? null].filter((mark) => mark !== null);
    const image = marks.length === 0 ? null : marks.join(" ");
    return { series, image, threshold: dectris?.thresholdIds[0] ?? null };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { series: null, image: null, threshold: null };
  }
}
