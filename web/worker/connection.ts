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
import type { ConnectionState, Results } from "../viewer/viewerState.ts";
import { fetchWritable } from "./bridgeAccess.ts";
import { ConfigurationWatch } from "./configurationWatch.ts";
import type { EngineProblem, FollowRequest, KnownGeometry } from "./engineApi.ts";
import { NO_GEOMETRY } from "./imageGeometry.ts";
import { LiveImages } from "./liveImages.ts";
import type { Pace } from "./pace.ts";
import { DISABLED_PROBLEM, decodeProblem, isDisabled, requestProblem } from "./problems.ts";
import { ResultsWatch } from "./resultsWatch.ts";
import { ThresholdSearch } from "./thresholdSearch.ts";
import type { Traffic } from "./traffic.ts";

/** The DCU's own count of dropped images is asked for this often. Milliseconds. */
const STATUS_PERIOD = 2000;

/** Problems that nobody but the browser makes. */
const BROWSERS_OWN: ReadonlySet<EngineProblem["kind"]> = new Set(["cors", "policy"]);

/** What is known of a source beside its images. */
export interface SourceFacts {
  /** By the DCU's own count; null: it does not say. */
  readonly dropped: number | null;
  readonly writable: boolean;
  readonly geometry: KnownGeometry;
  /** By the configuration or by what came; null: not known. */
  readonly thresholds: number | null;
  readonly results: Results | null;
}

export const NO_FACTS: SourceFacts = {
  dropped: null,
  writable: false,
  geometry: NO_GEOMETRY,
  thresholds: null,
  results: null,
};

export interface ConnectionOptions extends FollowRequest {
  /** What a former connection to the same source knew. */
  readonly known?: SourceFacts | undefined;
  readonly decoder: Decoder;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly traffic: Traffic;
  /** Takes an image, and closes it some time. */
  readonly onEvent: (event: EigerDataEvent) => Promise<void>;
  readonly onUnreadable: () => void;
  readonly onChange: () => void;
  /** Something that is a defect of ours. */
  readonly onCrash: (error: unknown) => void;
  /** Did the page's policy keep a request to that address from being made? */
  readonly isForbidden?: ((address: string) => boolean) | undefined;
}

/** Follows one source until it is closed: its images, how that goes, and what else is worth knowing of it. */
export class Connection {
  state: ConnectionState = "connecting";
  problem: EngineProblem | null = null;
  facts: SourceFacts;
  readonly #options: ConnectionOptions;
  readonly #live: LiveImages;
  readonly #configuration: ConfigurationWatch;
  readonly #thresholds: ThresholdSearch;
  readonly #stop = new AbortController();
  /** Has the configuration been read, and does it not say how many thresholds there are? */
  #isUntold = false;
  #faults = 0;

  /** @throws {EigerMonitorError} BAD_SOURCE */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.facts = options.known ?? NO_FACTS;
    this.#live = new LiveImages({
      ...options,
      onState: (change) => this.#enter(change),
      onFault: (fault) => void this.#explain(fault),
      onUnreadable: (error, image) => this.#unreadable(error, image),
    });
    const asked = { source: this.client.source, fetch: options.fetch, signal: this.#stop.signal };
    const onResults = (results: Results) => this.#learn({ results });
    const results = new ResultsWatch({ ...asked, clock: options.clock, onResults });
    this.#configuration = new ConfigurationWatch({
      ...asked,
      onConfiguration: ({ geometry, thresholds, hasResults }) => {
        this.#isUntold = thresholds === null;
        if (hasResults) results.begin();
        this.#learn({ geometry, ...(thresholds !== null && { thresholds }) });
      },
    });
    this.#thresholds = new ThresholdSearch({
      ...asked,
      onCount: (thresholds) => this.#learn({ thresholds }),
    });
    this.#configuration.renew();
    void this.#follow();
    void this.#watchStatus();
  }

  get client(): MonitorClient {
    return this.#live.client;
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
    if ((threshold ?? 1) > (this.facts.thresholds ?? 1)) this.#learn({ thresholds: threshold });
  }

  close(): void {
    this.#stop.abort();
  }

  async #follow(): Promise<void> {
    const { pace, onEvent, onCrash } = this.#options;
    const { signal } = this.#stop;
    try {
      for await (const event of this.#live.events(signal)) {
        this.#configuration.sees(event.series);
        if (this.#isUntold) void this.#thresholds.sees(event);
        await onEvent(event);
        await pace.betweenImages(signal);
      }
    } catch (error) {
      // A status that asking again does not cure has been explained already.
      if (!signal.aborted && !isEigerMonitorError(error, "MonitorRequestError")) onCrash(error);
    }
  }

  #enter(change: MonitorStateChange): void {
    // What the monitor says of its mode is asked here, whichever way images are taken.
    const state = change.state === "disabled" ? "waiting" : change.state;
    // Failures are told by their faults; a refusal ends the stream.
    if (state === "unreachable" || state === "apiVersion" || state === "forbidden") return;
    if (state === "stopped" && this.state === "refused") return;
    const stays = state === "waiting" && this.state === "disabled";
    if (stays) return;
    this.#faults += 1;
    if (this.state === "unreachable") this.#configuration.renew();
    this.#set({ state, ...(state !== "stopped" && { problem: null }) });
    if (state === "waiting") void this.#askMode();
  }

  async #explain({ error, retryIn }: MonitorFault): Promise<void> {
    this.#faults += 1;
    const fault = this.#faults;
    const { clock, fetch, isForbidden } = this.#options;
    const { signal } = this.#stop;
    const retryAt = retryIn === null ? undefined : 1000 * clock.wallTime() + retryIn;
    this.#set({ state: retryIn === null ? "refused" : "unreachable" });
    const problem = await requestProblem(error, {
      source: this.client.source,
      ...{ fetch, signal, isForbidden },
    });
    if (fault !== this.#faults || signal.aborted) return;
    this.#set({
      state: retryIn === null || BROWSERS_OWN.has(problem.kind) ? "refused" : "unreachable",
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
    if (!isIdle() || signal.aborted) return;
    this.#learn({ writable });
    this.#set({ state: "disabled", problem: DISABLED_PROBLEM });
  }

  async #watchStatus(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    let asks = true;
    while (!signal.aborted) {
      if (asks) asks = await this.#askDropped();
      if (this.state === "waiting" || this.state === "disabled") await this.#askMode();
      this.#configuration.retry();
      await delay(STATUS_PERIOD, { clock, signal }).catch(() => undefined);
    }
  }

  /** Is it worth asking again? */
  async #askDropped(): Promise<boolean> {
    const { signal } = this.#stop;
    try {
      this.#learn({ dropped: (await this.client.getStatus("dropped", { signal })).value });
      return true;
    } catch (error) {
      return !(error instanceof MonitorRequestError && error.status !== undefined && error.status < 500);
    }
  }

  #learn(facts: Partial<SourceFacts>): void {
    this.#set({ facts: { ...this.facts, ...facts } });
  }

  #set(changes: Partial<Pick<Connection, "state" | "problem" | "facts">>): void {
    if (this.#stop.signal.aborted) return;
    Object.assign(this, changes);
    this.#options.onChange();
  }
}
