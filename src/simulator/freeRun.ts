import type { SimulatorClock } from "./clock.ts";
import type { Detector } from "./detector.ts";
import { ExposureSchedule } from "./exposureSchedule.ts";
import { numberAt } from "./parameter.ts";

/** One series that the detector takes by itself while the monitor is enabled, for clients that command no detector. */
export class FreeRun {
  readonly #detector: Detector;
  readonly #schedule: ExposureSchedule;
  #left: number;
  #begun = false;

  /** @param options.images how many; Infinity for an endless series, 0 for none */
  constructor(
    detector: Detector,
    { images, clock }: { readonly images: number; readonly clock: SimulatorClock },
  ) {
    this.#detector = detector;
    this.#left = images;
    this.#schedule = new ExposureSchedule(clock);
  }

  /** Begins, or goes on with the next image; at the rate that `frame_time` says. */
  resume(): void {
    const detector = this.#detector;
    if (this.#left <= 0 || this.#schedule.running) return;
    if (!this.#begun) detector.beginSeries();
    this.#begun = true;
    detector.state = "acquire";
    this.#schedule.begin({
      period: numberAt(detector.configuration, "frame_time") * 1000,
      count: this.#left,
      expose: (late) => {
        this.#left -= 1;
        detector.expose({ late });
      },
      done: () => {
        detector.state = "idle";
      },
    });
  }

  /** Goes on at the rate that `frame_time` says now. */
  restart(): void {
    if (!this.#schedule.running) return;
    this.pause();
    this.resume();
  }

  pause(): void {
    if (!this.#schedule.running) return;
    this.#schedule.stop();
    this.#detector.state = "idle";
  }

  /** As after power-up: the next image begins a series. */
  forget(): void {
    this.pause();
    this.#begun = false;
  }

  /** For good: who commands the detector wants no images of its own accord. */
  end(): void {
    this.pause();
    this.#left = 0;
  }
}
