// `npm run fuzz -- payloads [--inputs N] [--seed S] [--replay FILE]`: see CONTRIBUTING.md.
import { parseArgs } from "node:util";
import { fuzzPayloads, replayPayload } from "./payloads.ts";

const { values, positionals } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    replay: { type: "string" },
  },
  allowPositionals: true,
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
if (positionals.join() !== "payloads" || !(inputs > 0) || !Number.isInteger(seed)) {
  console.error("Use: npm run fuzz -- payloads [--inputs N] [--seed S] [--replay FILE]");
  process.exit(2);
}

function progress(done: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} of ${inputs} inputs (${Math.floor((100 * done) / inputs)} %) `);
}

async function replay(file: string): Promise<number> {
  const wrong = await replayPayload(file);
  console.log(wrong ?? "nothing is wrong with it");
  return wrong === undefined ? 0 : 1;
}

async function fuzz(): Promise<number> {
  const found = await fuzzPayloads({ inputs, seed, folder: "build/fuzz-failures", progress });
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(`${found.inputs} payloads in ${found.seconds.toFixed(1)} s, seed ${seed}`);
  console.log(`${found.twins} compared with the scalar twin`);
  for (const [verdict, count] of [...found.verdicts].sort()) console.log(`${verdict.padEnd(14)}${count}`);
  console.log(`failures      ${found.failures.length}`);
  for (const failure of found.failures) console.log(`  ${failure}`);
  return found.failures.length === 0 ? 0 : 1;
}

process.exitCode = values.replay === undefined ? await fuzz() : await replay(values.replay);
