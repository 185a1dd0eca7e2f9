import { onTestFinished } from "vitest";
import { createDecoder, type Decoder, type Fetch, systemClock } from "../../../src/index.ts";
import { type DcuServer, serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";
import type { EngineState, Pixels } from "../../../web/worker/engineApi.ts";
import { ViewerEngine } from "../../../web/worker/viewerEngine.ts";

/** A control unit on the wire that takes no images by itself, and ends with its test. */
export interface ServedUnit {
  readonly dcu: SimulatedDcu;
  readonly source: string;
  /** Nobody listens any more. */
  stop(): Promise<void>;
  /** The same again, at the same address. */
  start(): Promise<void>;
  /** Another one in its stead, which counts from 1 again. */
  restart(): Promise<void>;
  setMode(mode: "enabled" | "disabled"): Promise<void>;
}

/** EIGER2 250K (512 × 512) of 32 bits with the ramp, enabled. */
export async function servedUnit(options: SimulatedDcuOptions = {}): Promise<ServedUnit> {
  const switchOn = () => new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", auto: false, ...options });
  let dcu = switchOn();
  let server: DcuServer | undefined = await serveDcu(dcu);
  const { source, url } = server;
  const port = Number(new URL(url).port);
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  onTestFinished(stop);
  const setMode = async (value: string) => {
    await fetch(`${source}/config/mode`, { method: "PUT", body: JSON.stringify({ value }) });
  };
  await setMode("enabled");
  const start = async () => {
    server = await serveDcu(dcu, { port });
  };
  const restart = async () => {
    await stop();
    dcu = switchOn();
    await start();
    await setMode("enabled");
  };
  return {
    get dcu() {
      return dcu;
    },
    source,
    stop,
    start,
    restart,
    setMode,
  };
}

/** An engine where the test runs, and all it has said. */
export class EngineInNode {
  readonly engine: ViewerEngine<Pixels>;
  readonly crashes: unknown[] = [];
  readonly decoder: Decoder;
  state: EngineState | undefined;
  readonly #looks = new Set<() => void>();

  constructor(options: ConstructorParameters<typeof ViewerEngine<Pixels>>[0]) {
    this.decoder = options.decoder;
    this.engine = new ViewerEngine({
      ...options,
      onState: (state) => {
        this.state = state;
        for (const look of [...this.#looks]) look();
      },
      onCrash: (error) => this.crashes.push(error),
    });
  }

  /** The first state, from now on, that is as wanted. */
  where(isWanted: (state: EngineState) => boolean): Promise<EngineState> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.state === undefined || !isWanted(this.state)) return;
        this.#looks.delete(look);
        resolve(this.state);
      };
      this.#looks.add(look);
      look();
    });
  }

  /** The state once all that was done is told, which is at the end of the task. */
  async published(): Promise<EngineState> {
    await new Promise(setImmediate);
    if (this.state === undefined) throw new Error("no state was told");
    return this.state;
  }

  shows(id: string): Promise<EngineState> {
    return this.where(({ image }) => image?.id === id);
  }
}

const usualFetch: Fetch = (input, init) => fetch(input, init);

/** A fetch that keeps requests for one address back until it is told to go on; it heeds no signal. */
export function heldFetch(ending: string): {
  readonly fetch: Fetch;
  /** Resolves when such a request was made. */
  readonly asked: Promise<void>;
  goOn(): void;
} {
  let tell: () => void = () => undefined;
  let goOn: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return {
    asked,
    goOn: () => goOn(),
    async fetch(request, init) {
      if (!request.url.endsWith(ending)) return fetch(request, init);
      tell();
      await held;
      return fetch(request.url);
    },
  };
}

/** An engine that ends with its test. */
export async function openEngine(
  options: {
    readonly fetch?: Fetch;
    readonly isForbidden?: (address: string) => boolean;
    readonly historyImages?: number;
    readonly historyBytes?: number;
    readonly maxRate?: number;
  } = {},
): Promise<EngineInNode> {
  const opened = new EngineInNode({
    historyImages: 120,
    historyBytes: 2 ** 30,
    fetch: usualFetch,
    ...options,
    decoder: await createDecoder({ maxFreeSlots: 5 }),
    clock: systemClock,
    toPicture: (pixels) => pixels,
    onState: () => undefined,
    onCrash: () => undefined,
  });
  onTestFinished(() => opened.engine.close());
  return opened;
}

/** What the ramp's formula says. */
export function ramp(x: number, y: number, image: number): number {
  return (x + 3 * y + 7 * image) % 251;
}
