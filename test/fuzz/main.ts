// `npm run fuzz -- [--seconds N] [--seed S]`: all decoders; `-- payloads [--inputs N]`, `-- bridge [--requests N]`: one thing;
// `-- --replay FILE`: one input again. See CONTRIBUTING.md and SECURITY.md.
import { parseArgs } from "node:util";
import { fuzzBridge } from "./bridge.ts";
import { fuzzDecoders, replayInput } from "./decoders.ts";
import { fuzzPayloads } from "./payloads.ts";

const FAILURES = "build/fuzz-failures";
/** Nearly every input ends in an error; to note where it was made would take a tenth of the time. */
Error.stackTraceLimit = 0;

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    inputs: { type: "string", default: "1000000" },
    requests: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    keep: { type: "string" },
    replay: { type: "string" },
  },
  allowPositionals: true,
});
const seed = Number(values.seed);

/** What is fuzzed by which command, and how much of it. */
const TARGETS: Readonly<Record<string, { readonly run: (count: number) => Promise<number>; count: string }>> =
  {
    "": { run: decoders, count: values.seconds },
    payloads: { run: payloads, count: values.inputs },
    bridge: { run: bridge, count: values.requests },
  };

function progress(done: number, part: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} (${Math.floor(100 * Math.min(part, 1))} %) `);
}

async function replay(file: string): Promise<number> {
  const wrong = await replayInput(file);
  console.log(wrong ?? "nothing is wrong with it");
  return wrong === undefined ? 0 : 1;
}

async function decoders(seconds: number): Promise<number> {
  const corpus = "test/fuzz/corpus";
  const options = { seconds, seed, corpus, failures: FAILURES, keep: values.keep, progress };
  const found = await fuzzDecoders(options);
  const { taken, branches } = found.coverage;
  return report(found.failures, [
    `${found.inputs} inputs in ${found.seconds.toFixed(1)} s (${found.coreSeconds.toFixed(1)} s of a core), seed ${seed}`,
    `exhaustive sets: ${found.sources.get("exhaustive") ?? 0} of ${found.exhaustive}`,
    ...table(found.sources),
    ...table(found.codes),
    `${found.twins} compared with a scalar twin`,
    `${found.kept} showed something new`,
    `${taken} of ${branches} branches of the module's decoding kernels (${((100 * taken) / branches).toFixed(1)} %)`,
  ]);
}

async function payloads(inputs: number): Promise<number> {
  const found = await fuzzPayloads({
    inputs,
    seed,
    folder: FAILURES,
    progress: (done) => progress(done, done / inputs),
  });
  return report(found.failures, [
    `${found.inputs} payloads in ${found.seconds.toFixed(1)} s, seed ${seed}`,
    `${found.twins} compared with the scalar twin`,
    ...table(found.verdicts),
  ]);
}

async function bridge(requests: number): Promise<number> {
  const found = await fuzzBridge({ requests, seed, progress: (done) => progress(done, done / requests) });
  return report(found.failures, [
    `${found.requests} requests in ${found.seconds.toFixed(1)} s, seed ${seed}`,
    `${found.upstream} came to the DCU, by the table`,
    ...table(found.statuses),
  ]);
}

function table(counts: ReadonlyMap<string | number, number>): readonly string[] {
  return [...counts]
    .map(([name, count]) => `  ${String(name).padEnd(24)}${String(count).padStart(9)}`)
    .sort();
}

function report(failures: readonly string[], lines: readonly string[]): number {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  for (const line of lines) console.log(line);
  console.log(`failures      ${failures.length}`);
  for (const failure of failures) console.log(`  ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

const target = TARGETS[positionals.join()];
if (target === undefined || !(Number(target.count) > 0) || !Number.isInteger(seed)) {
  console.error("Use: npm run fuzz -- [--seconds N] [--seed S] [--keep FOLDER]");
  console.error("     npm run fuzz -- payloads [--inputs N] [--seed S]");
  console.error("     npm run fuzz -- bridge [--requests N] [--seed S]");
  console.error("     npm run fuzz -- --replay FILE");
  process.exitCode = 2;
} else if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else process.exitCode = await target.run(Number(target.count));
