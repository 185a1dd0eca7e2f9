import type { Engine } from "../worker/engineApi.ts";
import { isGone } from "./engineCalls.ts";
import { followedLevels, isOtherSeries, usualLevels } from "./levelsPolicy.ts";
import type { Store } from "./store.ts";
import type { ShownImage, ViewerState } from "./viewerState.ts";

type Region = Parameters<Engine<ImageBitmap>["percentile999"]>[0];

/** Keeps a viewer's levels where its look says: on the whole image, on the part that was drawn last, or where they are. */
export class Levels {
  readonly #store: Store<ViewerState>;
  readonly #percentile: (region: Region) => Promise<number | null>;
  /** What was drawn last, which is what is seen. */
  #visible: Region | undefined;
  #levelled: ShownImage | null = null;
  #linked: { readonly imageId: string; readonly levels: ViewerState["look"]["levels"] } | undefined;

  constructor(store: Store<ViewerState>, percentile: (region: Region) => Promise<number | null>) {
    this.#store = store;
    this.#percentile = percentile;
  }

  set visible(region: Region) {
    this.#visible = region;
  }

  /** The levels that a new image is to have as it appears. */
  for(image: ShownImage | null): ViewerState["look"] {
    const { look } = this.#store.state;
    if (image === null || image.key === this.#levelled?.key) return look;
    if (look.auto !== null && image.id === this.#linked?.imageId) {
      this.#levelled = image;
      return { ...look, levels: this.#linked.levels };
    }
    if (look.auto !== "whole") return look;
    const { percentile999 } = image;
    const levels = followedLevels(look.levels, {
      percentile999,
      isOtherSeries: isOtherSeries(image, this.#levelled),
    });
    this.#levelled = image;
    return levels === look.levels ? look : { ...look, levels };
  }

  /** After a change of the image or the look: levels of the whole at once, of what is seen a moment later. */
  follow(): void {
    const { image, look } = this.#store.state;
    if (image === null) return;
    if (look.auto === "visible") {
      this.#followVisible(image).catch((error) => {
        if (!isGone(error)) throw error;
      });
      return;
    }
    const followed = this.for(image);
    if (followed !== look) this.#store.set({ look: followed });
  }

  async #followVisible(image: ShownImage): Promise<void> {
    const { look } = this.#store.state;
    if (look.auto !== "visible" || this.#visible === undefined || image.key === this.#levelled?.key) return;
    const other = isOtherSeries(image, this.#levelled);
    this.#levelled = image;
    const percentile999 = await this.#percentile(this.#visible);
    const { look: present } = this.#store.state;
    if (present.auto !== "visible") return;
    const levels = followedLevels(present.levels, { percentile999, isOtherSeries: other });
    if (levels !== present.levels) this.#store.set({ look: { ...present, levels } });
  }

  /** Once, whatever the look says. */
  async set(of: "whole" | "visible"): Promise<void> {
    const { image } = this.#store.state;
    if (image === null) return;
    const isWhole = of === "whole" || this.#visible === undefined;
    const percentile999 = isWhole
      ? image.percentile999
      : await this.#percentile(this.#visible ?? wholeOf(image));
    this.#levelled = this.#store.state.image;
    this.#store.set({ look: { ...this.#store.state.look, levels: usualLevels(percentile999) } });
  }

  /** An image that a link names has the levels of the link, though levels follow the images. */
  link(imageId: string): void {
    this.#linked = { imageId, levels: this.#store.state.look.levels };
    if (this.#store.state.image?.id === imageId) this.#levelled = this.#store.state.image;
  }

  /** The next look at the image levels anew. */
  forget(): void {
    this.#levelled = null;
    this.#linked = undefined;
  }
}

function wholeOf({ columns, rows }: ShownImage): Region {
  return { x: 0, y: 0, width: columns, height: rows };
}
