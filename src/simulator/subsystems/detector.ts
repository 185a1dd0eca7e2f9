import type { ApiVersion } from "../address.ts";
import type { SimulatorClock } from "../clock.ts";
import type { Detector } from "../detector.ts";
import { type ParameterTable, type ParameterValue, textAt } from "../parameter.ts";
import { badArgument, type DcuReply, json, problem } from "../reply.ts";
import type { Call, Command, Subsystem } from "../subsystem.ts";
import type { DetectorArrays } from "./detectorArrays.ts";
import { setDetectorValue } from "./detectorCouplings.ts";
import { detectorStatus } from "./detectorStatus.ts";

/** What the detector subsystem speaks for. */
export interface DetectorSubsystemOptions {
  readonly detector: Detector;
  readonly arrays: DetectorArrays;
  readonly clock: SimulatorClock;
  /** Told before a command that begins or ends a series. */
  readonly onTakeOver: () => void;
  /** Told when the time between two images may have changed. */
  readonly onFrameTime: () => void;
}

/** The detector subsystem (SIMPLON API reference 1.8, section "Detector"). */
export class DetectorSubsystem implements Subsystem {
  readonly commands: Readonly<Record<string, Command>> = {
    abort: { run: () => this.#end() },
    arm: { run: () => this.#arm() },
    cancel: { run: () => this.#cancel() },
    check_connections: { run: () => json({}) },
    disarm: { run: () => this.#end() },
    hv_reset: { run: () => json({}) },
    initialize: { run: () => this.#initialize() },
    status_update: { run: () => json({}) },
    trigger: { takesValue: true, run: (value) => this.#trigger(value) },
    wait: { run: () => json({}) },
  };
  readonly #options: DetectorSubsystemOptions;

  constructor(options: DetectorSubsystemOptions) {
    this.#options = options;
  }

  configuration(): ParameterTable {
    return this.#options.detector.configuration;
  }

  set(key: string, value: ParameterValue): readonly string[] | DcuReply {
    const table = this.configuration();
    const mode = key === "trigger_mode" ? String(value) : textAt(table, "trigger_mode");
    const images = key === "nimages" ? value : table["nimages"]?.value;
    const concerned = key === "trigger_mode" || key === "nimages";
    if (concerned && /^(?:int|ext)e$/.test(mode) && images !== 1) {
      return badArgument(`failed precondition: number_of_images must be 1 for trigger mode "${mode}"`);
    }
    const changed = setDetectorValue(table, key, value, { defaults: this.#options.detector.defaults });
    if (changed.includes("frame_time")) this.#options.onFrameTime();
    return changed;
  }

  status(version: ApiVersion): ParameterTable {
    const { detector, clock } = this.#options;
    return detectorStatus(detector, { version, time: clock.wallTime() });
  }

  /** Arrays; and before `initialize` there is nothing but the state. */
  special({ task, key, request }: Call): DcuReply | undefined {
    const { detector, arrays } = this.#options;
    const answers = key === "state" || (task === "command" && key === "initialize");
    if (detector.state === "na" && !answers) return problem(404, `Parameter ${key} does not exist`);
    if (task !== "config" || request.method !== "GET" || !arrays.has(key)) return undefined;
    return arrays.reply(key, { accept: request.header("accept") ?? "" });
  }

  #arm(): DcuReply {
    const { detector, onTakeOver } = this.#options;
    onTakeOver();
    const refusal = detector.arm();
    return refusal === undefined ? this.#sequenceId() : badArgument(refusal);
  }

  /** Answers when the images are taken, or the series is ended. */
  async #trigger(value: unknown): Promise<DcuReply> {
    const { detector } = this.#options;
    if (value !== undefined && !(typeof value === "number" && value > 0 && value <= 3600)) {
      return badArgument("expected a count time in seconds");
    }
    const refusal = await detector.trigger(value);
    return refusal === undefined ? json({}) : badArgument(refusal);
  }

  #end(): DcuReply {
    const { detector, onTakeOver } = this.#options;
    onTakeOver();
    detector.stop();
    return this.#sequenceId();
  }

  async #cancel(): Promise<DcuReply> {
    const { detector, onTakeOver } = this.#options;
    onTakeOver();
    await detector.cancel();
    return this.#sequenceId();
  }

  #initialize(): DcuReply {
    const { detector, onTakeOver } = this.#options;
    onTakeOver();
    detector.initialize();
    return json({});
  }

  /** The key has a space on the wire, whatever the documents print. */
  #sequenceId(): DcuReply {
    return json({ "sequence id": this.#options.detector.series });
  }
}
