// `npm run fuzz -- payloads [--inputs N] [--seed S] [--replay FILE]`, `npm run fuzz -- bridge [--requests N] [--seed S]`:
// see CONTRIBUTING.md.
import { parseArgs } from "node:util";
import { fuzzBridge } from "./bridge.ts";
import { fuzzPayloads, replayPayload } from "./payloads.ts";

const { values, positionals } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    requests: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    replay: { type: "string" },
  },
  allowPositionals: true,
});
const target = positionals.join();
const [count, seed] = [Number(target === "bridge" ? values.requests : values.inputs), Number(values.seed)];
if (!["payloads", "bridge"].includes(target) || !(count > 0) || !Number.isInteger(seed)) {
  console.error("Use: npm run fuzz -- payloads [--inputs N] [--seed S] [--replay FILE]");
  console.error("     npm run fuzz -- bridge [--requests N] [--seed S]");
  process.exit(2);
}

function progress(done: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} of ${count} (${Math.floor((100 * done) / count)} %) `);
}

async function replay(file: string): Promise<number> {
  const wrong = await replayPayload(file);
  console.log(wrong ?? "nothing is wrong with it");
  return wrong === undefined ? 0 : 1;
}

async function payloads(): Promise<number> {
  const found = await fuzzPayloads({ inputs: count, seed, folder: "build/fuzz-failures", progress });
  return report(found.failures, [
    `${found.inputs} payloads in ${found.seconds.toFixed(1)} s, seed ${seed}`,
    `${found.twins} compared with the scalar twin`,
    ...[...found.verdicts].sort().map(([verdict, times]) => `${verdict.padEnd(14)}${times}`),
  ]);
}

async function bridge(): Promise<number> {
  const found = await fuzzBridge({ requests: count, seed, progress });
  return report(found.failures, [
    `${found.requests} requests in ${found.seconds.toFixed(1)} s, seed ${seed}`,
    `${found.upstream} came to the DCU, by the table`,
    ...[...found.statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, times]) => `${String(status).padEnd(14)}${times}`),
  ]);
}

function report(failures: readonly string[], lines: readonly string[]): number {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  for (const line of lines) console.log(line);
  console.log(`failures      ${failures.length}`);
  for (const failure of failures) console.log(`  ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

if (values.replay !== undefined) process.exitCode = await replay(values.replay);
else process.exitCode = target === "bridge" ? await bridge() : await payloads();
