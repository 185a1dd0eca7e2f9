import type { ModuleInformation } from "../../src/decoder/asBind.ts";
import {
  type GuardedKernels,
  type GuardedOutcome,
  type GuardedRun,
  isSameOutcome,
} from "../support/payload/guardedKernels.ts";
import { bytesOf, pixelsOf, scalarSaturated, scalarSparse } from "../support/payload/scalarForms.ts";
import { scalarPayload } from "../support/payload/scalarPayload.ts";
import { scalarStatistics } from "../support/scalarStatistics.ts";

/** A frame that decodes, and its outcome: it must be the same after every input. */
export interface GoodFrame {
  readonly run: GuardedRun;
  readonly outcome: GuardedOutcome;
}

/** What is wrong, undefined when nothing is; and the code. */
export interface Verdict {
  readonly code: number;
  readonly wrong: string | undefined;
}

/** Runs one input over memory of zeros and over memory of 0xa5, and the good frame behind it. */
export function judge(
  kernels: GuardedKernels,
  input: GuardedRun,
  options: {
    readonly information: ModuleInformation;
    readonly good: GoodFrame;
    readonly twin: boolean;
    /** Kernels for the second run; default: the same. */
    readonly counting?: GuardedKernels;
  },
): Verdict {
  const { information, good, twin, counting = kernels } = options;
  const outcome = kernels.run({ ...input, fill: 0 });
  const other = counting.run({ ...input, fill: 0xa5 });
  const { code } = outcome;
  const next = kernels.run(good.run);
  const known = information.errors.get(code)?.code;
  const wrong = [
    code < 0 && (known === undefined || known === "INTERNAL") && `code ${code} is not of the closed set`,
    !(outcome.intact && other.intact) && "bytes outside were changed",
    !isSameOutcome(outcome, other) && "the outcome depends on what memory held before",
    !(isSameOutcome(next, good.outcome) && next.intact) && "the next good frame is wrong",
    twin && !agrees(input, outcome) && "the scalar twin has another verdict or other pixels",
  ].find((text) => text !== false);
  return { code, wrong };
}

function agrees(input: GuardedRun, { code, output }: GuardedOutcome): boolean {
  const bytes = scalarPayload(input.payload, input);
  if (bytes === undefined) return code < 0;
  return code >= 0 && Buffer.compare(output, expectedOutput(input, bytes)) === 0;
}

function expectedOutput({ element, form, threshold = 1 }: GuardedRun, bytes: Uint8Array): Uint8Array {
  if (element === 0 || form === undefined || form === "pixels") return bytes;
  const pixels = pixelsOf(bytes, (8 * element) as 8 | 16 | 32);
  if (form === "saturated") return new Uint8Array(scalarSaturated(pixels).buffer);
  if (form === "sparse") {
    const { indices, values } = scalarSparse(pixels);
    const list = pixels.slice(0, values.length);
    list.set(values);
    return Buffer.concat([new Uint8Array(Uint32Array.from(indices).buffer), bytesOf(list)]);
  }
  const masked = 2 ** (8 * element) - 1;
  const expected = scalarStatistics(pixels, { masked, threshold });
  const result = new DataView(new ArrayBuffer(28));
  result.setUint32(0, expected.min ?? masked, true);
  result.setUint32(4, expected.max ?? 0, true);
  result.setBigUint64(8, expected.sum, true);
  result.setUint32(16, expected.masked, true);
  result.setUint32(20, expected.zero, true);
  result.setUint32(24, expected.atOrAboveThreshold, true);
  return Buffer.concat([bytes, new Uint8Array(result.buffer)]);
}
