import { type ApiVersion, isApiVersion, readAddress } from "./address.ts";
import { simulatorClock } from "./clock.ts";
import { Detector } from "./detector.ts";
import type { Exposure } from "./exposure.ts";
import { FaultInjector } from "./faults/faultInjector.ts";
import { act } from "./faults/faultyUnit.ts";
import { fetchAdapter } from "./fetchAdapter.ts";
import { FreeRun } from "./freeRun.ts";
import { patternRenderer, replayRenderer } from "./imageRenderer.ts";
import type { DetectorModel } from "./models.ts";
import { MonitorBuffer } from "./monitorBuffer.ts";
import { createPattern } from "./patterns/createPattern.ts";
import { Random } from "./patterns/random.ts";
import { type DcuReply, type DcuRequest, json, methodNotAllowed, notFound, problem } from "./reply.ts";
import { type ProvenOptions, proveOptions, type SimulatedDcuOptions } from "./simulatedDcuOptions.ts";
import { answerCall, type Subsystem } from "./subsystem.ts";
import { DetectorSubsystem } from "./subsystems/detector.ts";
import { DetectorArrays } from "./subsystems/detectorArrays.ts";
import { filewriterSubsystem } from "./subsystems/filewriter.ts";
import { MonitorSubsystem } from "./subsystems/monitor.ts";
import { MonitorImages } from "./subsystems/monitorImages.ts";
import { streamSubsystem } from "./subsystems/stream.ts";
import { systemSubsystem } from "./subsystems/system.ts";

/** What a page of another origin may send. */
const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, PUT",
  "Access-Control-Allow-Headers": "Accept, Content-Type",
};

/**
 * A detector control unit: the monitor and detector subsystems of SIMPLON API 1.6.0 to 1.8.0 over the same data, and as
 * much of the others as clients look at. It has no socket: `handle` and `fetch` answer requests from anywhere.
 *
 * An exposure is a few numbers until somebody takes it; its pixels are drawn then.
 */
export class SimulatedDcu {
  readonly model: DetectorModel;
  /** The same as `handle`, as a fetch function for clients in the same process. */
  readonly fetch: typeof globalThis.fetch;
  readonly #options: ProvenOptions;
  readonly #buffer = new MonitorBuffer();
  readonly #detector: Detector;
  readonly #freeRun: FreeRun;
  readonly #faults: FaultInjector;
  readonly #monitor: MonitorSubsystem;
  readonly #subsystems: ReadonlyMap<string, Subsystem>;

  /** @throws {EigerMonitorError} SIMULATOR_OPTION: a model that does not exist, a number out of range */
  constructor(options: SimulatedDcuOptions = {}) {
    const proven = proveOptions(options, { clock: simulatorClock });
    const { model, clock, auto, images } = proven;
    const pattern = createPattern(proven);
    this.model = model;
    this.fetch = fetchAdapter((request) => this.handle(request), { clock });
    this.#options = proven;
    this.#detector = new Detector({
      ...proven,
      excludedPixels: pattern.deadPixels.length,
      random: new Random(clock.wallTime()),
      expose: (exposure) => this.#receive(exposure),
    });
    this.#freeRun = new FreeRun(this.#detector, { clock, images: auto ? images : 0 });
    this.#monitor = this.#createMonitor(
      proven.replay.length > 0 ? replayRenderer(proven.replay) : patternRenderer({ ...proven, pattern }),
    );
    this.#faults = this.#createFaults();
    const detector = new DetectorSubsystem({
      detector: this.#detector,
      arrays: new DetectorArrays(model, pattern),
      clock,
      onTakeOver: () => this.#freeRun.end(),
      onFrameTime: () => this.#freeRun.restart(),
    });
    this.#subsystems = new Map<string, Subsystem>([
      ["detector", detector],
      ["filewriter", filewriterSubsystem()],
      ["monitor", this.#monitor],
      ["stream", streamSubsystem()],
      ["system", systemSubsystem()],
    ]);
  }

  /** Exposures taken so far, also those that the monitor dropped or ignored. */
  get produced(): number {
    return this.#detector.produced;
  }

  /** Exposures in the monitor's buffer, the oldest first. */
  get buffered(): readonly Exposure[] {
    return this.#buffer.exposures;
  }

  /** How often each kind of fault has been injected. */
  get faults(): Readonly<Record<string, number>> {
    return this.#faults.counts;
  }

  /** Exposures that the monitor dropped since the last `clear`. */
  get dropped(): number {
    return this.#buffer.dropped;
  }

  /** Answers one request. Waits where the protocol does: `images/next`, `images/monitor`, `trigger`. */
  async handle(request: DcuRequest): Promise<DcuReply> {
    const { cors } = this.#options;
    if (cors && request.method === "OPTIONS") return withCors({ status: 204, headers: PREFLIGHT, body: [] });
    const reply = await this.#faults.handle(request, () => this.#answer(request));
    return cors ? withCors(reply) : reply;
  }

  /** Takes one exposure now, whatever the detector's state; the monitor ignores it unless it is enabled. */
  expose(): void {
    if (this.#detector.seriesUniqueId === "") this.#detector.beginSeries();
    this.#detector.expose();
  }

  /** Stops taking images by itself or by trigger; no timer of an acquisition is left behind. */
  stop(): void {
    this.#freeRun.end();
    this.#detector.stop();
  }

  #answer(request: DcuRequest): DcuReply | Promise<DcuReply> {
    const { method, path } = request;
    const address = readAddress(path);
    const subsystem = this.#subsystems.get(address?.module ?? "");
    if (address === undefined || subsystem === undefined) return notFound(path);
    const { version, task, key } = address;
    if (version === "version" && task === "") {
      const value = this.#faults.apiVersion ?? "1.8.0";
      return method === "GET" ? json({ value, value_type: "string" }) : methodNotAllowed(method);
    }
    if (!this.#speaks(version)) return problem(this.#options.unknownVersion, "Incompatible version");
    return answerCall(subsystem, { version, task, key, request }, { time: this.#options.clock.wallTime() });
  }

  #speaks(version: string): version is ApiVersion {
    const { apiVersion } = this.#faults;
    return apiVersion === undefined ? isApiVersion(version) : version === apiVersion;
  }

  #createFaults(): FaultInjector {
    const { faults: script, clock, onFault } = this.#options;
    const parts = {
      detector: this.#detector,
      buffer: this.#buffer,
      freeRun: this.#freeRun,
      monitor: this.#monitor,
    };
    return new FaultInjector({ script, clock, onFault, act: (fault) => act(fault, parts) });
  }

  #createMonitor(renderer: ReturnType<typeof replayRenderer>): MonitorSubsystem {
    const { model, bitDepth, thresholds, clock } = this.#options;
    const buffer = this.#buffer;
    return new MonitorSubsystem({
      buffer,
      images: new MonitorImages({
        buffer,
        clock,
        file: (image) => renderer.file(image, { configuration: this.#detector.configuration }),
      }),
      exposureBytes: ((model.rows * model.columns * bitDepth) / 8) * thresholds,
      onMode: (enabled) => (enabled ? this.#freeRun.resume() : this.#freeRun.pause()),
    });
  }

  #receive(exposure: Exposure): void {
    if (this.#monitor.enabled) this.#buffer.add(exposure);
  }
}

function withCors(reply: DcuReply): DcuReply {
  return { ...reply, headers: { ...reply.headers, "Access-Control-Allow-Origin": "*" } };
}
