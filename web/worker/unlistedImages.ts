import { MonitorRequestError, type TakeRequest } from "../../src/index.ts";

type Asked = Pick<TakeRequest, "client" | "signal">;

/** Milliseconds between two looks at what was handed out, which double while nothing is. */
const PAUSES = { first: 100, longest: 1000 };

/** Do images come that the list of the monitor's buffer does not show? By counts of the control unit, which cost next to nothing. */
export class UnlistedImages {
  /** By the control unit's count at the last look; undefined: it does not count. */
  #dropped: number | undefined = 0;
  /** `<series>_<image>` that `images/next` gave last, at the last look; null: none yet. */
  #handedOut: string | null = null;
  #pause = PAUSES.first;
  #lookAgainAt = Number.NEGATIVE_INFINITY;

  /** Has a full buffer dropped images since the last time? The count begins again at 0 when the buffer is cleared. */
  async haveDropped({ client, signal }: Asked): Promise<boolean> {
    if (this.#dropped === undefined) return false;
    const dropped = await known(client.getStatus("dropped", { signal }));
    const hasDropped = dropped !== undefined && dropped > 0 && dropped !== this.#dropped;
    this.#dropped = dropped;
    return hasDropped;
  }

  /**
   * Has somebody taken images out of the buffer since the last time, beside the one of the id `taken`? An image that is not listed
   * and that nobody took has not been there. undefined: the control unit does not say.
   */
  async wereHandedOut(
    { client, signal }: Asked,
    { taken, now }: { readonly taken: string | undefined; readonly now: number },
  ): Promise<boolean | undefined> {
    if (now < this.#lookAgainAt) return false;
    const number = await known(client.getStatus("next_image_number", { signal }));
    if (number === undefined) return undefined;
    const id = number === null ? null : `${number[0]}_${number[1]}`;
    const isNew = id !== this.#handedOut && id !== taken;
    this.#handedOut = id;
    this.#pause = isNew ? PAUSES.first : Math.min(2 * this.#pause, PAUSES.longest);
    this.#lookAgainAt = now + this.#pause;
    return isNew;
  }
}

/** undefined: the control unit has no such status. */
async function known<T>(asked: Promise<{ readonly value: T }>): Promise<T | undefined> {
  try {
    return (await asked).value;
  } catch (error) {
    if (error instanceof MonitorRequestError && error.status === 404) return undefined;
    throw error;
  }
}
