import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createDecoder, type Decoder } from "../decoder/index.ts";
import { DecodeError } from "../errors.ts";
import {
  type EigerDataEvent,
  type EigerHttpDataEventHandler,
  EigerHttpDataRetrieval,
  MonitorParameters,
  type TakeWay,
  takeById,
  takeNext,
} from "../om/index.ts";
import type { Clock } from "../simplon/index.ts";
import { readConfigurationFile } from "./configurationFile.ts";
import { type FrameFormat, freePath, saveFrame } from "./frameFiles/frameFile.ts";
import { type FrameRecord, frameRecord, toJsonLine } from "./frameRecord.ts";
import { LiveLine } from "./liveLine.ts";
import { socketImageTransport } from "./socketImageTransport.ts";
import type { Terminal } from "./terminal.ts";

/** The whole pool of a single process: OM's collecting node configures, its one processing node takes images. */
const COLLECTING = { nodeRank: 0, nodePoolSize: 2 };
const PROCESSING = { nodeRank: 1, nodePoolSize: 2 };

/** Without a configuration file: as many exposures as a control unit keeps by default. */
const DEFAULT_PARAMETERS = {
  data_retrieval_layer: {
    eiger_monitor_buffer_size: 100,
    required_data: ["timestamp", "event_id", "detector_data"],
  },
};

/** An image that is on its way when the user has had enough may take so long. Milliseconds. */
const GRACE_TIME = 1000;

/** What `--fetch` may say. */
export const TAKE_WAYS: Readonly<Record<"next" | "byId", TakeWay>> = { next: takeNext, byId: takeById };

/** What the user asked of `watch`. */
export interface WatchOptions {
  readonly config?: string;
  readonly count?: number;
  readonly configure: boolean;
  readonly digest?: true;
  readonly save?: string;
  readonly format: FrameFormat;
  readonly json?: true;
  readonly clear?: true;
  readonly counters?: true;
  readonly fetch: keyof typeof TAKE_WAYS;
}

/** What a watch needs beside the user's options. */
interface WatchPorts extends WatchOptions {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Of the stream; default: the system's. */
  readonly monitorClock?: Clock;
}

/** Takes images until `count` of them, or until `signal` aborts, and says what is in each. */
export async function watchSource(source: string, options: WatchPorts): Promise<void> {
  const { terminal, signal, configure, counters = false } = options;
  const decoder = await createDecoder();
  const live = new LiveLine(terminal);
  const handler = new EigerHttpDataRetrieval({
    source,
    decoder,
    clock: options.monitorClock,
    imageTransport: socketImageTransport(),
    monitorParameters: await readParameters(source, options.config),
    take: TAKE_WAYS[options.fetch],
    keepEnabled: configure,
    onState: (change) => live.enter(change),
    onSequence: (event) => live.follow(event),
    onWarning: onceInARow((message) => terminal.say(message)),
  }).getDataEventHandler();
  if (options.save !== undefined) await mkdir(options.save, { recursive: true });
  if (configure) await handler.initializeEventHandlingOnCollectingNode({ ...COLLECTING, signal });
  await handler.initializeEventHandlingOnProcessingNode({ ...PROCESSING, signal });
  if (options.clear) await handler.client.clear({ signal });
  await live.begin(handler, { signal });
  const stopRefreshing = live.refresh(handler, { signal });
  const stop = () => void handler.stop({ graceTime: GRACE_TIME });
  signal.addEventListener("abort", stop, { once: true });
  try {
    await reportAll(handler, { ...options, decoder, live });
  } finally {
    signal.removeEventListener("abort", stop);
    stopRefreshing();
    await live.end(handler, { json: counters });
  }
}

/** The image that is on its way when `signal` aborts is still reported: the control unit has given it away. */
async function reportAll(
  handler: EigerHttpDataEventHandler,
  options: WatchPorts & { readonly decoder: Decoder; readonly live: LiveLine },
): Promise<void> {
  let number = 0;
  if (options.signal.aborted) return;
  for await (const event of handler.eventGenerator(PROCESSING)) {
    number += 1;
    await report(event, { ...options, number });
    handler.closeEvent({ event });
    if (number === options.count) break;
  }
}

/** A detector that sends something wrong sends it again and again; it is said once. */
function onceInARow(say: (message: string) => void): (message: string) => void {
  let last = "";
  return (message) => {
    if (message !== last) say(message);
    last = message;
  };
}

async function report(
  event: EigerDataEvent,
  options: WatchPorts & { readonly decoder: Decoder; readonly live: LiveLine; readonly number: number },
): Promise<void> {
  const { terminal, signal, decoder, live, digest = false } = options;
  try {
    const frame = event.frame();
    const { eventId, series, image, threshold, timestamp, arrival } = event;
    const identity = { event_id: eventId, series, image, threshold, timestamp, arrival };
    const record = frameRecord(frame, { identity, statistics: decoder.statistics(frame), digest });
    live.add(event, record);
    if (options.save !== undefined) {
      const name = `${eventId ?? `image_${options.number}`}${threshold === null || threshold === 1 ? "" : `_${threshold}`}`;
      const { format } = options;
      const path = freePath(join(options.save, `${name}.${format}`));
      await saveFrame(path, { frame, tiff: event.bytes, format, decoder });
    }
    if (options.json) await terminal.print(toJsonLine(record), { signal });
    else if (!terminal.liveOnly) await terminal.print(describe(record), { signal });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    terminal.say(`skipped image ${event.eventId ?? "without id"}: ${error.code}: ${error.message}`);
  }
}

/** A line for a log: everything that one looks for first. */
function describe(record: FrameRecord): string {
  const { event_id, threshold, shape, dtype, min, max, sum, masked, sha256 } = record;
  const parts = [
    event_id ?? "image",
    ...(threshold === null || threshold === 1 ? [] : [`threshold ${threshold}`]),
    `${shape[0]} × ${shape[1]} ${dtype}`,
    `counts ${min ?? "none"} to ${max ?? "none"}, sum ${sum}, ${masked} masked`,
    ...(sha256 === undefined ? [] : [sha256]),
  ];
  return parts.join("  ");
}

async function readParameters(source: string, file: string | undefined): Promise<MonitorParameters> {
  if (file === undefined) return new MonitorParameters({ parameters: DEFAULT_PARAMETERS, source });
  const text = await readConfigurationFile(file);
  return MonitorParameters.fromYaml(text, { source, configurationFile: resolve(file) });
}
