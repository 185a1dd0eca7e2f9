import { type Clock, type Decoder, EigerMonitorError, type Fetch } from "../../src/index.ts";
import type { ProjectionKind, Results, ShownProjection } from "../viewer/viewerState.ts";
import type { OpenImage } from "./openImage.ts";
import { fetchProjection } from "./projectionImage.ts";

/** Where projections come from, as of now. */
export interface ProjectionSource {
  readonly source: string;
  /** Shows the bridge's token. */
  readonly fetch: Fetch;
  readonly results: Results | null;
}

export interface ProjectionViewOptions {
  readonly decoder: Decoder;
  readonly clock: Clock;
  /** undefined: nothing is followed. */
  readonly from: () => ProjectionSource | undefined;
  /** A key that no other image has. */
  readonly newKey: () => number;
  /** Shows it instead of images; undefined: images again. */
  readonly show: (open: OpenImage | undefined) => void;
}

/** A projection that is looked at, and fetched again when it has become another one. One request at a time. */
export class ProjectionView {
  /** What is shown; null: images. */
  shown: ShownProjection | null = null;
  readonly #options: ProjectionViewOptions;
  /** Ends with the kind that was chosen. */
  #chosen: { readonly kind: ProjectionKind; readonly end: AbortController } | undefined;
  #revision = -1;
  #isFetching = false;

  constructor(options: ProjectionViewOptions) {
    this.#options = options;
  }

  /** @throws as {@link fetchProjection} does; images are shown again then */
  async choose(kind: ProjectionKind | null): Promise<void> {
    if (kind === null) {
      this.leave();
      return;
    }
    // What is shown stays until the other one is there.
    this.#chosen?.end.abort();
    this.#chosen = { kind, end: new AbortController() };
    this.#revision = -1;
    await this.#fetch();
  }

  /** Results have come: is the projection another one? A failure leaves what is shown. */
  renew(): void {
    const revision = this.#options.from()?.results?.projection?.revision;
    if (this.shown === null || this.#isFetching || revision === undefined || revision === this.#revision)
      return;
    this.#fetch().catch(() => undefined);
  }

  /** Images again. */
  leave(): void {
    if (this.#chosen === undefined) return;
    this.#chosen.end.abort();
    this.#chosen = undefined;
    this.#isFetching = false;
    this.#revision = -1;
    this.shown = null;
    this.#options.show(undefined);
  }

  async #fetch(): Promise<void> {
    const chosen = this.#chosen;
    const from = this.#options.from();
    const facts = from?.results?.projection;
    if (chosen === undefined || from === undefined || !facts) {
      this.leave();
      throw new EigerMonitorError("NO_PROJECTION", "there is no projection yet");
    }
    const { decoder, clock, newKey } = this.#options;
    const { kind, end } = chosen;
    this.#isFetching = true;
    try {
      const request = { ...from, kind, facts, decoder, signal: end.signal };
      const open = await fetchProjection({ ...request, key: newKey(), now: clock.wallTime() });
      if (this.#chosen !== chosen) {
        open.release();
        return;
      }
      this.#revision = facts.revision;
      this.shown = { kind, images: facts.images };
      this.#options.show(open);
    } catch (error) {
      if (this.#chosen === chosen && this.shown?.kind !== kind) this.leave();
      if (!end.signal.aborted) throw error;
    } finally {
      if (this.#chosen === chosen) this.#isFetching = false;
    }
  }
}
