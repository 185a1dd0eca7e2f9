import fc from "fast-check";
import { Random } from "../../src/simulator/patterns/random.ts";
import { exhaustiveCount, exhaustiveInputs } from "./exhaustive.ts";
import { type FuzzInput, loadCorpus, loadInput, saveInput } from "./fuzzInput.ts";
import { Judge } from "./judge.ts";
import { payloadModel } from "./payloadModel.ts";
import { mutatedSeedlings } from "./payloads.ts";
import { Pool } from "./pool.ts";
import { tiffModel } from "./tiffModel.ts";

/** What a run found. */
export interface DecoderFindings {
  readonly inputs: number;
  readonly seconds: number;
  /** Of them, those that a core was ours. */
  readonly coreSeconds: number;
  /** Inputs of each source. */
  readonly sources: ReadonlyMap<string, number>;
  /** Inputs of the exhaustive sets; they take at most half of the time. */
  readonly exhaustive: number;
  /** How often each code came, of files and of payloads. */
  readonly codes: ReadonlyMap<string, number>;
  readonly twins: number;
  /** Inputs that took a branch, or gave an answer, for the first time. */
  readonly kept: number;
  readonly coverage: { readonly taken: number; readonly branches: number };
  readonly failures: readonly string[];
}

interface Options {
  readonly seconds: number;
  readonly seed: number;
  /** Folder of the corpus. */
  readonly corpus: string;
  /** Folder for inputs that fail. */
  readonly failures: string;
  /** Folder for inputs that show something new; undefined: they are not written. */
  readonly keep?: string | undefined;
  readonly progress: (inputs: number, part: number) => void;
}

const TWIN_EVERY = 10;
const MOST_FAILURES = 20;
/** Inputs between two looks at the clock. */
const ROUND = 256;
/** Of a source that makes many of one: so many. */
const BATCH = 512;
/** Sources by weight. Models cost most: making them takes longer than judging. */
const WEIGHTS = { "model: TIFF": 1, "model: payload": 1, sequences: 1, TIFF: 8, payload: 8 } as const;
type Source = keyof typeof WEIGHTS;
const SOURCES = Object.keys(WEIGHTS) as Source[];
const WHEEL = SOURCES.flatMap((source) => new Array<Source>(WEIGHTS[source]).fill(source));

/** Inputs without end, by all oracles, until the time is over or too much has failed. */
export async function fuzzDecoders(options: Options): Promise<DecoderFindings> {
  const run = new DecoderRun(options, await Judge.create());
  await run.replayCorpus();
  await run.exhaust();
  await run.mutate();
  return run.findings;
}

/** Judges one saved input; what is wrong with it. */
export async function replayInput(file: string): Promise<string | undefined> {
  const judge = await Judge.create();
  return (await judge.judge(loadInput(file), { twin: true })).wrong;
}

class DecoderRun {
  readonly #options: Options;
  readonly #judge: Judge;
  readonly #random: Random;
  readonly #started = performance.now();
  readonly #pools: Readonly<Record<"TIFF" | "payload", Pool>>;
  readonly #corpus: readonly FuzzInput[];
  readonly #sources = new Map<string, number>();
  readonly #codes = new Map<string, number>();
  readonly #keys = new Set<string>();
  readonly #failures: string[] = [];
  #inputs = 0;
  #kept = 0;
  #taken = 0;

  constructor(options: Options, judge: Judge) {
    this.#options = options;
    this.#judge = judge;
    this.#random = new Random(options.seed);
    this.#corpus = loadCorpus(options.corpus).map(({ input }) => input);
    const ofKind = (kind: FuzzInput["kind"]) => new Pool(this.#corpus.filter((input) => input.kind === kind));
    this.#pools = { TIFF: ofKind("tiff"), payload: ofKind("payload") };
  }

  get findings(): DecoderFindings {
    return {
      inputs: this.#inputs,
      seconds: (performance.now() - this.#started) / 1000,
      coreSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
      sources: this.#sources,
      exhaustive: exhaustiveCount(),
      codes: this.#codes,
      twins: Math.ceil(this.#inputs / TWIN_EVERY),
      kept: this.#kept,
      coverage: this.#judge.coverage,
      failures: this.#failures,
    };
  }

  async replayCorpus(): Promise<void> {
    for (const input of this.#corpus) await this.#try(input, "corpus");
  }

  /** Whole, but for at most half of the time. */
  async exhaust(): Promise<void> {
    for (const input of exhaustiveInputs()) {
      if (this.#inputs % ROUND === 0 && this.#isOver(0.5)) return;
      await this.#try(input, "exhaustive");
    }
  }

  async mutate(): Promise<void> {
    const sources = this.#makers();
    while (!this.#isOver(1)) {
      for (let index = 0; index < ROUND; index++) {
        const source = WHEEL[this.#random.next() % WHEEL.length] ?? "payload";
        await this.#try(sources[source](), source);
      }
    }
  }

  #makers(): Readonly<Record<Source, () => FuzzInput>> {
    const seedlings = mutatedSeedlings(this.#random);
    return {
      "model: TIFF": sampler(tiffModel, this.#random),
      "model: payload": sampler(payloadModel, this.#random),
      sequences: () => ({ kind: "payload", run: seedlings.next().value }),
      TIFF: () => this.#pools.TIFF.mutant(this.#random),
      payload: () => this.#pools.payload.mutant(this.#random),
    };
  }

  #isOver(part: number): boolean {
    const passed = (performance.now() - this.#started) / (1000 * this.#options.seconds);
    this.#options.progress(this.#inputs, passed);
    return passed >= part || this.#failures.length >= MOST_FAILURES;
  }

  async #try(input: FuzzInput, source: string): Promise<void> {
    const { code, listing, key, wrong } = await this.#judge.judge(input, {
      twin: this.#inputs % TWIN_EVERY === 0,
    });
    this.#inputs += 1;
    increment(this.#sources, source);
    increment(this.#codes, `${input.kind} ${code}`);
    if (listing !== undefined) increment(this.#codes, `listing ${listing}`);
    if (wrong !== undefined) this.#fail(input, wrong);
    else if (this.#isNew(input, key) && source !== "corpus") this.#keep(input);
  }

  /** Has the input taken a branch, or given an answer, that none had before? */
  #isNew(input: FuzzInput, key: string): boolean {
    if (input.kind === "payload") {
      const { taken } = this.#judge.coverage;
      const more = taken > this.#taken;
      this.#taken = taken;
      return more;
    }
    const { size } = this.#keys;
    this.#keys.add(key);
    return this.#keys.size > size;
  }

  #keep(input: FuzzInput): void {
    const { keep } = this.#options;
    this.#kept += 1;
    this.#pools[input.kind === "tiff" ? "TIFF" : "payload"].add(this.#random, input);
    if (keep !== undefined) saveInput(input, { folder: keep });
  }

  #fail(input: FuzzInput, wrong: string): void {
    const { failures: folder, seed } = this.#options;
    const file = saveInput(input, { folder, name: `${seed}-${this.#inputs}` });
    this.#failures.push(`${file}: ${wrong}`);
  }
}

/** Values of a model, made by the batch. */
function sampler(model: fc.Arbitrary<FuzzInput>, random: Random): () => FuzzInput {
  let batch: FuzzInput[] = [];
  return () => {
    if (batch.length === 0) batch = fc.sample(model, { numRuns: BATCH, seed: random.next() | 0 });
    return batch.pop() as FuzzInput;
  };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
