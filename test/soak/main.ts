// `npm run soak -- R1 [R2 …] [--seed S] [--scale X] [--json]`: long runs and what they may show at most.
import { parseArgs } from "node:util";
import { inMemoryPolls } from "./polls.ts";
import { holds, type Soak } from "./soak.ts";
import { virtualDay } from "./virtualDay.ts";

const SOAKS: Readonly<Record<string, Soak>> = {
  R1: inMemoryPolls,
  R3: virtualDay,
};

const USAGE = `npm run soak -- ${Object.keys(SOAKS).join("|")} … [--seed S] [--scale X] [--json]

${Object.entries(SOAKS)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join("\n")}

  --seed S   another sequence of faults (default 1)
  --scale X  a part of the full length, 0 to 1 (default 1)
  --json     one JSON object a soak
`;

async function soak(
  name: string,
  options: { readonly seed: number; readonly scale: number; readonly json: boolean },
) {
  const chosen = SOAKS[name];
  if (chosen === undefined)
    throw new Error(`no soak is called ${name}; there are ${Object.keys(SOAKS).join(", ")}`);
  const begun = performance.now();
  const figures = await chosen.run({ ...options, onProgress: (part) => progress(name, part) });
  const seconds = (performance.now() - begun) / 1000;
  const isHeld = figures.every(holds);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ soak: name, seconds, holds: isHeld, figures })}\n`);
  else
    process.stdout.write(`${name}  ${chosen.title}: ${seconds.toFixed(1)} s\n${figures.map(line).join("")}`);
  return isHeld;
}

function line(figure: { name: string; value: number; limit: number; unit: string }): string {
  const { name, value, limit, unit } = figure;
  const shown = Number.isInteger(value) ? `${value}` : value.toFixed(2);
  const most = Number.isFinite(limit) ? ` (at most ${limit})` : "";
  return `  ${holds(figure) ? "ok  " : "FAIL"} ${name}: ${shown} ${unit}${most}\n`;
}

/** On a terminal only: a log needs no bar. */
function progress(name: string, part: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${name} ${(100 * Math.min(part, 1)).toFixed(0)} %\u001b[K`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help || positionals.length === 0) {
  process.stdout.write(USAGE);
} else {
  for (const name of positionals) {
    const isHeld = await soak(name, {
      seed: Number(values.seed),
      scale: Number(values.scale),
      json: values.json,
    });
    if (!isHeld) process.exitCode = 1;
  }
}
