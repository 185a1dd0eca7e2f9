import { type ModuleInformation, readModuleInformation } from "../../src/decoder/asBind.ts";
import { encodePayload } from "../../src/simulator/compression/encodePayload.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { makeFrame } from "../support/payload/frames.ts";
import { GuardedKernels, type GuardedRun, guardedKernels } from "../support/payload/guardedKernels.ts";
import { type CoveredKernels, coveredKernels } from "./coverage.ts";
import { type GoodFrame, judge } from "./payloadOracles.ts";
import type { Verdict } from "./verdict.ts";

/** The kernels for payloads: those of the library, and the same that count their branches. */
export class PayloadSubject {
  readonly covered: CoveredKernels;
  readonly #information: ModuleInformation;
  readonly #kernels: GuardedKernels;
  readonly #counting: GuardedKernels;
  readonly #good: GoodFrame;

  private constructor(
    kernels: GuardedKernels,
    options: { readonly covered: CoveredKernels; readonly information: ModuleInformation },
  ) {
    this.covered = options.covered;
    this.#information = options.information;
    this.#kernels = kernels;
    this.#counting = new GuardedKernels(options.covered.kernels);
    const run = goodRun();
    this.#good = { run, outcome: kernels.run(run) };
  }

  static async create(): Promise<PayloadSubject> {
    const [kernels, covered, information] = await Promise.all([
      guardedKernels(),
      coveredKernels(),
      readModuleInformation(),
    ]);
    return new PayloadSubject(kernels, { covered, information });
  }

  judge(run: GuardedRun, { twin }: { readonly twin: boolean }): Verdict {
    const options = { information: this.#information, good: this.#good, counting: this.#counting, twin };
    const { code, wrong } = judge(this.#kernels, run, options);
    const name = code >= 0 ? "good" : (this.#information.errors.get(code)?.code ?? `unknown ${code}`);
    return { code: name, key: name, wrong };
  }

  /** One run, to be timed. */
  run(run: GuardedRun): void {
    this.#kernels.run(run);
  }
}

/** A frame with narrow blocks, wide ones and pixels left over. */
export function goodRun(): GuardedRun {
  const pixels = makeFrame(new Random(1), { depth: 32, count: 133, kind: "peaks", density: 1 });
  const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes: 256 });
  return { payload, element: 4, size: pixels.byteLength, form: "measured" };
}
