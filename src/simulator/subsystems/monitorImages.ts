import type { SimulatorClock } from "../clock.ts";
import type { ExposedImage } from "../exposure.ts";
import type { MonitorBuffer } from "../monitorBuffer.ts";
import {
  badArgument,
  type DcuReply,
  type DcuRequest,
  json,
  methodNotAllowed,
  notFound,
  problem,
} from "../reply.ts";
import type { ImageNumber } from "./monitorConfiguration.ts";

/** A client that names no time waits this long (SIMPLON API reference 1.8, images/next). Milliseconds. */
const DEFAULT_WAIT = 500;

/** Which of the two endpoints that wait. */
type Which = "monitor" | "next";

/** The monitor's images: the list, by id, the newest and the oldest. */
export class MonitorImages {
  /** What was last handed out. */
  monitorImage: ImageNumber | null = null;
  nextImage: ImageNumber | null = null;
  readonly #buffer: MonitorBuffer;
  readonly #clock: SimulatorClock;
  readonly #file: (image: ExposedImage) => readonly Uint8Array[];

  constructor(options: {
    readonly buffer: MonitorBuffer;
    readonly clock: SimulatorClock;
    readonly file: (image: ExposedImage) => readonly Uint8Array[];
  }) {
    this.#buffer = options.buffer;
    this.#clock = options.clock;
    this.#file = options.file;
  }

  forget(): void {
    this.monitorImage = null;
    this.nextImage = null;
  }

  /** @param key behind `images/`: nothing, `next`, `monitor`, `<series>/<image>` or `<series>/<image>/<threshold>` */
  answer(key: string, request: DcuRequest): DcuReply | Promise<DcuReply> {
    const ids = /^(\d{1,10})\/(\d{1,10})(?:\/(\d{1,3}))?$/.exec(key);
    if (key !== "" && key !== "next" && key !== "monitor" && ids === null) return notFound(request.path);
    if (request.method !== "GET") return methodNotAllowed(request.method);
    if (key === "next" || key === "monitor") return this.#waitFor(key, request);
    return ids === null ? json(this.#buffer.list()) : this.#byId(ids, request);
  }

  /** Without a threshold: the first that is enabled. */
  #byId([, series, image, threshold]: RegExpExecArray, request: DcuRequest): DcuReply {
    const exposure = this.#buffer.find(Number(series), Number(image));
    const asked = threshold === undefined ? exposure?.thresholds[0] : Number(threshold);
    if (exposure === undefined || asked === undefined || !exposure.thresholds.includes(asked)) {
      return problem(404, "Image not available");
    }
    return this.#reply({ exposure, threshold: asked }, request);
  }

  /** At once if there is an image, else when one comes, else 408 after the wait. Who has gone takes none away. */
  async #waitFor(which: Which, request: DcuRequest): Promise<DcuReply> {
    const wait = readWait(request.query);
    if (wait === undefined) return badArgument("timeout must be a number of milliseconds");
    const { signal } = request;
    const present = signal.aborted ? undefined : this.#present(which);
    const image = present ?? (await this.#arriving(which, { wait, signal }));
    if (image === undefined) return problem(408, "no data available");
    if (which === "next") this.nextImage = imageNumber(image);
    else this.monitorImage = imageNumber(image);
    return this.#reply(image, request);
  }

  #present(which: Which): ExposedImage | undefined {
    if (which === "next") return this.#buffer.takeNext();
    const { last } = this.#buffer;
    return last && { exposure: last, threshold: last.thresholds[0] ?? 1 };
  }

  #arriving(
    which: Which,
    { wait, signal }: { readonly wait: number; readonly signal: AbortSignal },
  ): Promise<ExposedImage | undefined> {
    const clock = this.#clock;
    if (wait === 0 || signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const end = (image?: ExposedImage) => {
        clock.clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        stopWaiting();
        resolve(image);
      };
      const leave = () => end();
      const timer = clock.setTimeout(leave, wait);
      const stopWaiting = this.#buffer.wait(end, { newest: which === "monitor" });
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  /** The type that the client names; a control unit refuses none. */
  #reply(image: ExposedImage, { header }: DcuRequest): DcuReply {
    const type = /\b(?:image|application)\/tiff\b/.exec(header("accept") ?? "")?.[0] ?? "application/tiff";
    return { status: 200, headers: { "Content-Type": type }, body: this.#file(image) };
  }
}

function imageNumber({ exposure }: ExposedImage): ImageNumber {
  const { series, image, start, exposureTime } = exposure;
  const [begin, real] = [Math.round(start * 1e6), Math.round(exposureTime * 1e9)];
  return [series, image, begin, begin + real, real];
}

/** Milliseconds; undefined when it is no such number. */
function readWait(query: URLSearchParams): number | undefined {
  const text = query.get("timeout");
  if (text === null) return DEFAULT_WAIT;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
