import { dateWithOffset, type SimulatorClock } from "./clock.ts";
import type { Exposure } from "./exposure.ts";
import { ExposureSchedule } from "./exposureSchedule.ts";
import type { DetectorModel } from "./models.ts";
import { numberAt, type ParameterTable, textAt } from "./parameter.ts";
import type { BitDepth } from "./patterns/pattern.ts";
import type { Random } from "./patterns/random.ts";
import { detectorConfiguration } from "./subsystems/detectorConfiguration.ts";

export type DetectorState = "na" | "idle" | "ready" | "acquire";

/** What a detector is made of. */
export interface DetectorOptions {
  readonly model: DetectorModel;
  readonly bitDepth: BitDepth;
  /** Hz; frame_time after power-up. */
  readonly rate: number;
  readonly thresholds: number;
  /** Masked pixels besides the gaps. */
  readonly excludedPixels: number;
  /** False: as after power-up, before `initialize`. */
  readonly initialized: boolean;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly expose: (exposure: Exposure) => void;
}

/** Seconds: one week. */
const LONGEST_SERIES = 604_800;

/**
 * The detector's state machine (SIMPLON API reference 1.8, section "Detector commands"):
 *
 *     na ─initialize→ idle ─arm→ ready ─trigger→ acquire ─→ ready while triggers remain, else idle
 *                                  └──────── disarm, cancel, abort ────────→ idle
 */
export class Detector {
  state: DetectorState;
  /** Series since `initialize`; the sequence id. */
  series = 0;
  seriesUniqueId = "";
  configuration: ParameterTable;
  /** Exposures taken since the simulator was made. */
  produced = 0;
  readonly #options: DetectorOptions;
  readonly #schedule: ExposureSchedule;
  #nextImage = 0;
  #triggersLeft = 0;
  /** The images of a trigger that are being taken. */
  #acquisition: Promise<void> | undefined;
  #endAcquisition: (() => void) | undefined;

  constructor(options: DetectorOptions) {
    this.#options = options;
    this.state = options.initialized ? "idle" : "na";
    this.#schedule = new ExposureSchedule(options.clock);
    this.configuration = detectorConfiguration(options);
  }

  initialize(): void {
    this.stop();
    this.state = "idle";
    this.series = 0;
    this.seriesUniqueId = "";
    this.configuration = detectorConfiguration(this.#options);
  }

  /** The configuration as after `initialize`. */
  get defaults(): ParameterTable {
    return detectorConfiguration(this.#options);
  }

  /** Why it is refused, or undefined once armed. */
  arm(): string | undefined {
    if (this.state !== "idle") return `failed precondition: arm is not possible in state ${this.state}`;
    const [images, triggers] = [this.#number("nimages"), this.#number("ntrigger")];
    const duration = this.#number("frame_time") * images * triggers;
    if (duration > LONGEST_SERIES) {
      const sequence = "configured trigger sequence duration (frame_time * number_of_images";
      const limit = `maximum allowed duration of ${LONGEST_SERIES.toFixed(1)}s (1 week)`;
      return `${sequence} = ${duration.toFixed(1)}s) exceeds ${limit}`;
    }
    this.beginSeries();
    this.#triggersLeft = triggers;
    this.state = "ready";
    // External triggers come by themselves, without a pause.
    if (this.#external) this.#acquire({ count: images * triggers, period: this.#number("frame_time") });
    return undefined;
  }

  /**
   * Takes the images of one trigger; resolves when they are taken, or when the series is ended before.
   * Resolves to the reason when it is refused. `countTime` in seconds, for trigger mode `inte`.
   */
  async trigger(countTime?: number): Promise<string | undefined> {
    if (this.state !== "ready") return `failed precondition: trigger is not possible in state ${this.state}`;
    if (countTime !== undefined && this.#mode !== "inte")
      return "trigger takes a value in trigger mode inte only";
    this.#triggersLeft -= 1;
    const period = countTime ?? this.#number("frame_time");
    await this.#acquire({ count: this.#number("nimages"), period, countTime });
    return undefined;
  }

  /** The image that is being taken is the last. */
  async cancel(): Promise<void> {
    this.#schedule.finishCurrent();
    await this.#acquisition;
    this.stop();
  }

  /** The series is over at once, and a trigger that waits for it returns. */
  stop(): void {
    this.#schedule.stop();
    if (this.state !== "na") this.state = "idle";
    this.#endAcquisition?.();
  }

  /** The next series id, image ids from 0. */
  beginSeries(): void {
    this.series += 1;
    this.#nextImage = 0;
    this.seriesUniqueId = ulid(this.#options.clock.wallTime(), this.#options.random);
    const date = this.configuration["data_collection_date"];
    if (date !== undefined) date.value = dateWithOffset(this.#options.clock.wallTime());
  }

  /** Takes one image, which ends now or ended `late` milliseconds ago. `countTime` in seconds. */
  expose({
    late = 0,
    countTime,
  }: {
    readonly late?: number;
    readonly countTime?: number | undefined;
  } = {}): void {
    const { clock, expose } = this.#options;
    const exposureTime = countTime ?? this.#number("count_time");
    this.produced += 1;
    expose({
      series: this.series,
      seriesUniqueId: this.seriesUniqueId,
      image: this.#nextImage++,
      thresholds: this.#enabledThresholds(),
      start: clock.wallTime() - late - exposureTime * 1000,
      exposureTime,
    });
  }

  #enabledThresholds(): readonly number[] {
    const enabled = [1, 2].filter(
      (threshold) => this.configuration[`threshold/${threshold}/mode`]?.value === "enabled",
    );
    return enabled.length === 0 ? [1] : enabled;
  }

  #acquire(run: { count: number; period: number; countTime?: number | undefined }): Promise<void> {
    const { count, period, countTime } = run;
    this.state = "acquire";
    this.#acquisition = new Promise((resolve) => {
      this.#endAcquisition = resolve;
      const expose = (late: number) => this.expose({ late, countTime });
      const done = () => {
        this.state = this.#triggersLeft > 0 && !this.#external ? "ready" : "idle";
        resolve();
      };
      this.#schedule.begin({ period: period * 1000, count, expose, done });
    });
    return this.#acquisition;
  }

  #number(key: string): number {
    return numberAt(this.configuration, key);
  }

  get #mode(): string {
    return textAt(this.configuration, "trigger_mode");
  }

  get #external(): boolean {
    return this.#mode.startsWith("e");
  }
}

/** 26 characters like a ULID: time, then chance. */
function ulid(milliseconds: number, random: Random): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const time = Array.from({ length: 10 }, (_, index) => Math.floor(milliseconds / 32 ** (9 - index)) % 32);
  const chance = Array.from({ length: 16 }, () => random.next() % 32);
  return [...time, ...chance].map((digit) => alphabet[digit]).join("");
}
