// `npm run bench -- [transport] [events] [kernels] [viewer] [page] [pool] [--json]`: see CONTRIBUTING.md. Runs on core 1, simulated detectors on core 0.
import { parseArgs } from "node:util";
import { socketImageTransport } from "eiger-monitor/node";
import { client, drain, fetchAndCopy, watch } from "./contenders.ts";
import type { Finding } from "./finding.ts";
import { browserFindings } from "./kernels/inBrowser.ts";
import { kernelFindings } from "./kernels/inNode.ts";
import { pageFindings } from "./page/pageFindings.ts";
import { peakMemory } from "./peakMemory.ts";
import { poolFindings } from "./pool/poolFindings.ts";
import { surroundings, table } from "./report.ts";
import { type ServedDetector, serveDetector } from "./servedDetector.ts";
import { type Contender, type Rate, sideBySide } from "./sideBySide.ts";
import { viewerInMemory } from "./viewer/inMemory.ts";
import { viewerOverHttp } from "./viewer/overHttp.ts";

interface FrameKind {
  readonly frame: string;
  readonly model: string;
  readonly bitDepth: number;
  readonly bytes: number;
  /** Images per second that are simulated: more than anybody can take. */
  readonly rate: number;
  /** Frames of one contender in one round. */
  readonly count: number;
}

const FRAMES: readonly FrameKind[] = [
  {
    frame: "1M 16 bit",
    model: "eiger-1m",
    bitDepth: 16,
    bytes: 1030 * 1065 * 2,
    rate: 20_000,
    count: 200,
  },
  { frame: "4M 32 bit", model: "eiger-4m", bitDepth: 32, bytes: 2070 * 2167 * 4, rate: 4000, count: 50 },
  { frame: "16M 32 bit", model: "eiger-16m", bitDepth: 32, bytes: 4150 * 4371 * 4, rate: 1000, count: 20 },
];
const ROUNDS = 7;

const BENCHES = {
  transport: async (source: string): Promise<readonly Contender[]> => [
    drain(source),
    fetchAndCopy(source),
    await client(source, { name: "client over fetch" }),
    await client(source, { name: "client over sockets", transport: socketImageTransport() }),
  ],
  events: async (source: string): Promise<readonly Contender[]> => [
    drain(source),
    fetchAndCopy(source),
    await watch(source),
  ],
};

async function measure(bench: keyof typeof BENCHES, kind: FrameKind): Promise<Finding> {
  const detector = await serveDetector(kind);
  try {
    // The first contender that configures the monitor does so for all.
    await watch(detector.source);
    const rates = await sideBySide(await BENCHES[bench](detector.source), { ...kind, rounds: ROUNDS });
    return { ...kind, bench, rates, ratios: promised(rates), ...memory(bench, kind, detector) };
  } finally {
    detector.stop();
  }
}

function memory(bench: string, kind: FrameKind, { source }: ServedDetector): Pick<Finding, "figures"> {
  return bench === "events"
    ? { figures: { "peak memory of watch, MB": peakMemory(source, { count: 5 * kind.count }) } }
    : {};
}

/** The last contender is ours. */
function promised(rates: readonly Rate[]): Readonly<Record<string, number>> {
  const [, naive] = rates;
  const ours = rates.at(-1);
  if (ours === undefined || naive === undefined) return {};
  return {
    [`${ours.name} / socket, thrown away`]: ours.ofFirst,
    [`${ours.name} / ${naive.name}`]: ours.ofFirst / naive.ofFirst,
  };
}

async function* servedFindings(bench: keyof typeof BENCHES): AsyncGenerator<Finding> {
  for (const kind of FRAMES) yield await measure(bench, kind);
}

async function* viewerFindings(options: { readonly quick: boolean }): AsyncGenerator<Finding> {
  yield await viewerInMemory(options);
  yield await viewerOverHttp();
}

const { values, positionals } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    frames: { type: "string" },
    browser: { type: "boolean", default: false },
    images: { type: "string", default: "200" },
  },
  allowPositionals: true,
});
async function* page(): AsyncGenerator<Finding> {
  yield await pageFindings({ images: Number(values.images), quick: values.quick });
}

const all = [...Object.keys(BENCHES), "kernels", "viewer", "page", "pool"];
const names = positionals.length > 0 ? positionals : all;
const isServed = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name);
const unknown = names.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there is ${all.join(", ")}.`);
  process.exit(2);
}
const kernels = values.browser ? browserFindings : kernelFindings;
const findings: Finding[] = [];
for (const bench of names) {
  const others = { viewer: viewerFindings, page, pool: poolFindings }[bench] ?? kernels;
  for await (const finding of isServed(bench) ? servedFindings(bench) : others(values)) {
    findings.push(finding);
    (values.json ? console.error : console.log)(table(finding));
  }
}
if (values.json) console.log(JSON.stringify({ ...surroundings(), findings }));
// Idle connections of fetch would keep the process.
process.exit();
