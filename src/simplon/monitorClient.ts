import type { BodyBuffer, BodyBuffers } from "./bodyBuffer.ts";
import { freshBuffers } from "./bodyBuffer.ts";
import { type Clock, systemClock } from "./clock.ts";
import { fetchImageTransport } from "./fetchImageTransport.ts";
import type { Fetch } from "./httpRequest.ts";
import type { ImageTransport } from "./imageTransport.ts";
import { badJson, jsonRequest, unexpectedStatus } from "./jsonRequest.ts";
import { DEFAULT_MONITOR_LIMITS, type MonitorLimits } from "./limits.ts";
import { readMonitorAddress } from "./monitorAddress.ts";
import {
  type BufferedSeries,
  type MonitorConfiguration,
  type MonitorStatus,
  type Parameter,
  type ParameterKey,
  parseImageList,
  parseNames,
  parseParameter,
} from "./parameters.ts";

/** How a client reaches its monitor. What is platform comes in here. */
export interface MonitorClientOptions {
  /** `http://HOST[:PORT]/monitor/api/1.8.0`; without a path, API 1.8.0 is meant. */
  readonly source: string;
  readonly fetch?: Fetch | undefined;
  /** How images are fetched; default: with `fetch`. */
  readonly imageTransport?: ImageTransport | undefined;
  /** Where images are received; default: fresh memory for each. */
  readonly buffers?: BodyBuffers | undefined;
  readonly clock?: Clock | undefined;
  readonly limits?: Partial<MonitorLimits> | undefined;
}

/** One image as it came. `buffer.release()` gives its memory back. */
export interface MonitorImage {
  /** The bytes of one TIFF. */
  readonly buffer: BodyBuffer;
  readonly contentType: string | undefined;
  /** Unix seconds, when the last byte came. */
  readonly arrival: number;
  /** Milliseconds of the client's clock, when the image was asked for. */
  readonly requested: number;
  /** Milliseconds of the client's clock, when the last byte came. */
  readonly received: number;
}

interface Signal {
  readonly signal?: AbortSignal | undefined;
}

interface Wait extends Signal {
  /** Milliseconds that the DCU may wait for an image; not sent when not given (the DCU then waits 500 ms). */
  readonly timeout?: number | undefined;
  /** Told once an image has begun to come: from then on it is lost if it does not arrive whole. */
  readonly onBegun?: (() => void) | undefined;
}

/**
 * The monitor subsystem of a detector control unit, a method for each of its addresses (SIMPLON API reference 1.6 and
 * 1.8, section "Monitor"). Nothing is retried here.
 *
 * Every method rejects with {@link MonitorRequestError}, or with the signal's reason as soon as it aborts.
 */
export class MonitorClient {
  /** The monitor's address, without a slash at the end. */
  readonly source: string;
  /** The version in the address. */
  readonly apiVersion: string | undefined;
  readonly limits: MonitorLimits;
  readonly #root: string;
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #buffers: BodyBuffers;
  readonly #imageTransport: ImageTransport;

  /** @throws {EigerMonitorError} BAD_SOURCE */
  constructor(options: MonitorClientOptions) {
    const { source, root, apiVersion } = readMonitorAddress(options.source);
    this.source = source;
    this.apiVersion = apiVersion;
    this.limits = { ...DEFAULT_MONITOR_LIMITS, ...options.limits };
    this.#root = root;
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#clock = options.clock ?? systemClock;
    this.#buffers = options.buffers ?? freshBuffers;
    this.#imageTransport =
      options.imageTransport ?? fetchImageTransport({ fetch: this.#fetch, clock: this.#clock });
  }

  /** The newest API version that the DCU offers, e.g. `1.8.0`. */
  async version(options: Signal = {}): Promise<string> {
    return (await this.#parameter<string>("version", `${this.#root}/version`, options)).value;
  }

  /** GET `config/<key>`. */
  getConfig<K extends keyof MonitorConfiguration>(
    key: K,
    options: Signal = {},
  ): Promise<Parameter<MonitorConfiguration[K]>> {
    return this.#parameter(key, `${this.source}/config/${key}`, options);
  }

  /** PUT `config/<key>`; resolves to the names of the parameters that the DCU says have changed, if it does. */
  async setConfig<K extends keyof MonitorConfiguration>(
    key: K,
    value: MonitorConfiguration[K],
    options: Signal = {},
  ): Promise<readonly string[]> {
    return parseNames(await this.#json(`${this.source}/config/${key}`, { ...options, method: "PUT", value }));
  }

  /** GET `status/<key>`. */
  getStatus<K extends keyof MonitorStatus>(
    key: K,
    options: Signal = {},
  ): Promise<Parameter<MonitorStatus[K]>> {
    return this.#parameter(key, `${this.source}/status/${key}`, options);
  }

  /** GET `keys`, `config/keys`, `status/keys` or `command/keys`. */
  async keys(
    task: "" | "config" | "status" | "command" = "",
    options: Signal = {},
  ): Promise<readonly string[]> {
    return parseNames(await this.#json(`${this.source}${task === "" ? "" : `/${task}`}/keys`, options));
  }

  /** PUT `command/clear`: empties the buffer and sets `dropped` to 0; the newest image stays for `monitorImage`. */
  async clear(options: Signal = {}): Promise<void> {
    await this.#json(`${this.source}/command/clear`, { ...options, method: "PUT" });
  }

  /** PUT `command/initialize`: the configuration is the default again (so the monitor is disabled), the buffer empty. */
  async initialize(options: Signal = {}): Promise<void> {
    await this.#json(`${this.source}/command/initialize`, { ...options, method: "PUT" });
  }

  /** GET `images/`: what is in the buffer, oldest series first. */
  async images(options: Signal = {}): Promise<readonly BufferedSeries[]> {
    const url = `${this.source}/images/`;
    const { list, problem = "" } = parseImageList(await this.#json(url, options));
    if (list === undefined) throw badJson(url, { problem });
    return list;
  }

  /** GET `images/<series>/<image>[/<threshold>]`: stays in the buffer; undefined when it is not (or no longer) there. */
  image(
    options: {
      readonly series: number;
      readonly image: number;
      readonly threshold?: number | undefined;
    } & Signal,
  ): Promise<MonitorImage | undefined> {
    const { series, image, threshold, signal } = options;
    const path = `${series}/${image}${threshold === undefined ? "" : `/${threshold}`}`;
    return this.#image(`${this.source}/images/${path}`, { signal, none: [404] });
  }

  /** GET `images/monitor`: the newest image, the same one again if there is no newer; undefined when there is none. */
  monitorImage(options: Wait = {}): Promise<MonitorImage | undefined> {
    return this.#image(`${this.source}/images/monitor`, { ...options, none: [408, 204] });
  }

  /** GET `images/next`: the oldest image, which it removes from the buffer; undefined when none came in time. */
  nextImage(options: Wait = {}): Promise<MonitorImage | undefined> {
    return this.#image(`${this.source}/images/next`, { ...options, none: [408, 204] });
  }

  /** One request, never repeated: `images/next` takes the image out of the DCU whether we receive it or not. */
  async #image(
    address: string,
    options: Wait & { readonly none: readonly number[] },
  ): Promise<MonitorImage | undefined> {
    const { timeout, none, signal, onBegun } = options;
    const url = timeout === undefined ? address : `${address}?timeout=${timeout}`;
    const { defaultWait, waitMargin, stallTimeout, bodyTimeout, bodyBytes: maxBodyBytes } = this.limits;
    const requested = this.#clock.now();
    const { status, header, body, text } = await this.#imageTransport(url, {
      headers: { accept: "image/tiff, application/tiff" },
      buffers: this.#buffers,
      // Giving up before the DCU does would lose the image that it hands out last.
      headersTimeout: (timeout ?? defaultWait) + waitMargin,
      stallTimeout,
      bodyTimeout,
      maxBodyBytes,
      signal,
      onBegun,
    });
    const clock = this.#clock;
    if (none.includes(status)) return undefined;
    if (body === undefined) throw unexpectedStatus(url, { status, text, header, wallTime: clock.wallTime() });
    const contentType = header("content-type");
    return { buffer: body, contentType, arrival: clock.wallTime(), requested, received: clock.now() };
  }

  async #parameter<T>(key: ParameterKey, url: string, options: Signal): Promise<Parameter<T>> {
    const { parameter, problem = "" } = parseParameter(key, await this.#json(url, options));
    if (parameter === undefined) throw badJson(url, { problem });
    // Proven by the schema of this key.
    return parameter as Parameter<T>;
  }

  #json(
    url: string,
    options: Signal & { readonly method?: "PUT"; readonly value?: unknown },
  ): Promise<unknown> {
    const { signal, ...rest } = options;
    return jsonRequest(url, { ...rest, signal, fetch: this.#fetch, clock: this.#clock, limits: this.limits });
  }
}
