import type { EigerDataEvent } from "../../src/index.ts";
import { fetchListedImage, type ListedImageOptions } from "./fetchListedImage.ts";

/** Fetches an image by its id; what is asked for meanwhile ends that, so that no image comes when nobody wants it any more. */
export class ListedSeek {
  #stop = new AbortController();

  interrupt(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  /**
   * Calls `use` with the image, unless the control unit has it no more or the seek was interrupted.
   * @throws {MonitorRequestError} {@link DecodeError} what `use` throws
   */
  async fetch(
    id: string,
    options: Omit<ListedImageOptions, "signal"> & { readonly use: (event: EigerDataEvent) => void },
  ): Promise<void> {
    this.interrupt();
    const { signal } = this.#stop;
    try {
      const event = await fetchListedImage(id, { ...options, signal });
      if (signal.aborted) event?.close();
      else if (event !== undefined) options.use(event);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
