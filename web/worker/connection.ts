import {
  type Clock,
  type DecodeError,
  type Decoder,
  delay,
  type EigerDataEvent,
  type Fetch,
  isEigerMonitorError,
  type MonitorClient,
  type MonitorFault,
  MonitorRequestError,
  type MonitorStateChange,
  type SkippedImage,
} from "../../src/index.ts";
import type { ConnectionState } from "../viewer/viewerState.ts";
import { fetchWritable } from "./bridgeAccess.ts";
import { fetchConfiguration, NO_CONFIGURATION } from "./configurationGeometry.ts";
import type { EngineProblem, FollowRequest, KnownGeometry } from "./engineApi.ts";
import { NO_GEOMETRY } from "./imageGeometry.ts";
import { LiveImages } from "./liveImages.ts";
import type { Pace } from "./pace.ts";
import { DISABLED_PROBLEM, decodeProblem, isDisabled, requestProblem } from "./problems.ts";

/** The DCU's own count of dropped images is asked for this often. Milliseconds. */
const STATUS_PERIOD = 2000;

export interface ConnectionOptions extends FollowRequest {
  readonly decoder: Decoder;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Takes an image, and closes it some time. */
  readonly onEvent: (event: EigerDataEvent) => Promise<void>;
  readonly onUnreadable: () => void;
  readonly onChange: () => void;
  /** Something that is a defect of ours. */
  readonly onCrash: (error: unknown) => void;
}

/** Follows one source until it is closed: its images, how that goes, and what else is worth knowing of it. */
export class Connection {
  state: ConnectionState = "connecting";
  problem: EngineProblem | null = null;
  /** By the DCU's own count; null: it does not say. */
  dropped: number | null = null;
  writable = false;
  geometry: KnownGeometry = NO_GEOMETRY;
  /** By the configuration or by what came; null: not known. */
  thresholds: number | null = null;
  readonly #options: ConnectionOptions;
  readonly #live: LiveImages;
  readonly #stop = new AbortController();
  #faults = 0;

  /** @throws {EigerMonitorError} BAD_SOURCE */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#live = new LiveImages({
      ...options,
      onState: (change) => this.#enter(change),
      onFault: (fault) => void this.#explain(fault),
      onUnreadable: (error, image) => this.#unreadable(error, image),
    });
    void this.#follow();
    void this.#watchStatus();
    void this.#askConfiguration();
  }

  get client(): MonitorClient {
    return this.#live.client;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Images that were listed and never received. */
  get skipped(): number {
    return this.#live.skipped;
  }

  /** Says that an image was not understood; null: that one was. */
  report(error: DecodeError | null, imageId: string | null = null): void {
    this.#set({ problem: error === null ? null : decodeProblem(error, imageId) });
  }

  /** An image of a threshold came: there are that many. */
  sawThreshold(threshold: number | null): void {
    if ((threshold ?? 1) > (this.thresholds ?? 1)) this.#set({ thresholds: threshold });
  }

  close(): void {
    this.#stop.abort();
  }

  async #follow(): Promise<void> {
    const { pace, onEvent, onCrash } = this.#options;
    const { signal } = this.#stop;
    try {
      for await (const event of this.#live.events(signal)) {
        await onEvent(event);
        await pace.betweenImages(signal);
      }
    } catch (error) {
      // A status that asking again does not cure has been explained already.
      if (!signal.aborted && !isEigerMonitorError(error, "MonitorRequestError")) onCrash(error);
    }
  }

  #enter({ state }: MonitorStateChange): void {
    // A refusal is told by its fault, and ends the stream.
    if (state === "unreachable" || (state === "stopped" && this.state === "refused")) return;
    const stays = state === "waiting" && this.state === "disabled";
    if (stays) return;
    this.#faults += 1;
    this.#set({ state, ...(state !== "stopped" && { problem: null }) });
    if (state === "waiting") void this.#askMode();
  }

  async #explain({ error, retryIn }: MonitorFault): Promise<void> {
    this.#faults += 1;
    const fault = this.#faults;
    const { clock, fetch } = this.#options;
    const { signal } = this.#stop;
    const retryAt = retryIn === null ? undefined : 1000 * clock.wallTime() + retryIn;
    this.#set({ state: retryIn === null ? "refused" : "unreachable" });
    const problem = await requestProblem(error, { source: this.client.source, fetch, signal });
    if (fault !== this.#faults || signal.aborted) return;
    this.#set({
      state: retryIn === null || problem.kind === "cors" ? "refused" : "unreachable",
      problem: { ...problem, ...(retryAt !== undefined && { retryAt }) },
    });
  }

  #unreadable(error: DecodeError, { series, image }: SkippedImage): void {
    const hasId = typeof series === "number" && typeof image === "number";
    this.report(error, hasId ? `${series}_${image}` : null);
    this.#options.onUnreadable();
  }

  /** No image: because there is none, or because none are kept? */
  async #askMode(): Promise<void> {
    const { fetch } = this.#options;
    const { signal } = this.#stop;
    const isIdle = () => this.state === "waiting" || this.state === "disabled";
    const disabled = await isDisabled(this.client, signal).catch(() => undefined);
    if (disabled === undefined || !isIdle()) return;
    if (!disabled) {
      if (this.state === "disabled") this.#set({ state: "waiting", problem: null });
      return;
    }
    if (this.state === "disabled") return;
    const writable = await fetchWritable(this.client.source, { fetch, signal }).catch(() => false);
    if (isIdle() && !signal.aborted) this.#set({ state: "disabled", problem: DISABLED_PROBLEM, writable });
  }

  async #watchStatus(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    let asks = true;
    while (!signal.aborted) {
      if (asks) asks = await this.#askDropped();
      if (this.state === "waiting" || this.state === "disabled") await this.#askMode();
      await delay(STATUS_PERIOD, { clock, signal }).catch(() => undefined);
    }
  }

  /** Is it worth asking again? */
  async #askDropped(): Promise<boolean> {
    const { signal } = this.#stop;
    try {
      this.#set({ dropped: (await this.client.getStatus("dropped", { signal })).value });
      return true;
    } catch (error) {
      return !(error instanceof MonitorRequestError && error.status !== undefined && error.status < 500);
    }
  }

  async #askConfiguration(): Promise<void> {
    const { fetch } = this.#options;
    const { signal } = this.#stop;
    const { geometry, thresholds } = await fetchConfiguration(this.client.source, { fetch, signal }).catch(
      () => NO_CONFIGURATION,
    );
    this.#set({ geometry, thresholds: thresholds && Math.max(thresholds, this.thresholds ?? 1) });
  }

  #set(
    changes: Partial<
      Pick<Connection, "state" | "problem" | "dropped" | "writable" | "geometry" | "thresholds">
    >,
  ): void {
    if (this.#stop.signal.aborted) return;
    Object.assign(this, changes);
    this.#options.onChange();
  }
}
