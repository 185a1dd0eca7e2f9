import { readModuleInformation } from "../../src/decoder/asBind.ts";
import { encodePayload } from "../../src/simulator/compression/encodePayload.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { FORMS, type GuardedRun, guardedKernels } from "../support/payload/guardedKernels.ts";
import { saveInput } from "./fuzzInput.ts";
import { mutatePayload, type Seedling, seedling } from "./payloadMutation.ts";
import { type GoodFrame, judge } from "./payloadOracles.ts";
import { goodRun } from "./payloadSubject.ts";

/** What a run of inputs gave. */
export interface Findings {
  readonly inputs: number;
  readonly failures: readonly string[];
  /** How often each verdict came. */
  readonly verdicts: ReadonlyMap<string, number>;
  readonly twins: number;
  readonly seconds: number;
}

/** Inputs that are made of one good payload before the next is made. */
const BROOD = 40;
const TWIN_EVERY = 10;
const MOST_FAILURES = 20;

/** Mutated payloads through the kernels, each judged by all oracles; what fails is written into `folder`. */
export async function fuzzPayloads(options: {
  readonly inputs: number;
  readonly seed: number;
  readonly folder: string;
  readonly progress: (done: number) => void;
}): Promise<Findings> {
  const { inputs, seed, folder, progress } = options;
  const random = new Random(seed);
  const information = await readModuleInformation();
  let kernels = await guardedKernels();
  const run = goodRun();
  const good: GoodFrame = { run, outcome: kernels.run(run) };
  const verdicts = new Map<string, number>();
  const failures: string[] = [];
  const started = performance.now();
  const mutated = mutatedSeedlings(random);
  let done = 0;
  for (; done < inputs && failures.length < MOST_FAILURES; done++) {
    const input = mutated.next().value;
    let wrong: string | undefined;
    try {
      const verdict = judge(kernels, input, { information, good, twin: done % TWIN_EVERY === 0 });
      const name = verdict.code >= 0 ? "good" : (information.errors.get(verdict.code)?.code ?? "unknown");
      verdicts.set(name, (verdicts.get(name) ?? 0) + 1);
      wrong = verdict.wrong;
    } catch (error) {
      wrong = `trap: ${error}`;
      kernels = await guardedKernels();
    }
    if (wrong !== undefined) {
      const file = saveInput({ kind: "payload", run: input }, { folder, name: `${seed}-${done}` });
      failures.push(`${file}: ${wrong}`);
    }
    if (done % 1024 === 0) progress(done);
  }
  const seconds = (performance.now() - started) / 1000;
  return { inputs: done, failures, verdicts, twins: Math.ceil(done / TWIN_EVERY), seconds };
}

/** Payloads that came of good ones, without end. */
export function* mutatedSeedlings(random: Random): Generator<GuardedRun, never, void> {
  while (true) {
    const base = makeSeedling(random);
    for (let index = 0; index < BROOD; index++) yield makeInput(random, base);
  }
}

function makeInput(random: Random, base: Seedling): GuardedRun {
  const isUntouched = random.next() % 50 === 0;
  const forms = base.element === 0 ? (["pixels"] as const) : FORMS;
  const form = forms[random.next() % forms.length] ?? "pixels";
  return {
    payload: isUntouched ? base.payload : mutatePayload(random, base),
    element: base.element,
    size: base.size,
    form: form === "saturated" && base.element !== 4 ? "pixels" : form,
    threshold: 1 + (random.next() % ([3, 140, 70_000][random.next() % 3] ?? 3)),
    atMemoryEnd: random.next() % 4 === 0,
    shift: random.next() % 16,
  };
}

/** Frames of 64 to 20000 pixels, most of them small, in blocks of eight pixels to 8 kB and more. */
function makeSeedling(random: Random): Seedling {
  const depth = ([8, 16, 32] as const)[random.next() % 3] ?? 16;
  const element = (depth / 8) as 1 | 2 | 4;
  const count = 64 + (random.next() % ([200, 1500, 1500, 5000, 20_000][random.next() % 5] ?? 200));
  const kind = FRAME_KINDS[random.next() % FRAME_KINDS.length] ?? "peaks";
  const pixels = makeFrame(random, { depth, count, kind, density: random.fraction() ** 2 });
  const eights = [1 + (random.next() % 64), 1024 / depth, 1024 / depth, 2048][random.next() % 4] ?? 64;
  const encoding = random.next() % 4 === 0 ? "lz4" : "bslz4";
  const payload = encodePayload(pixels, { encoding, blockBytes: 8 * element * eights });
  return seedling(payload, encoding === "lz4" ? 0 : element, pixels.byteLength);
}
