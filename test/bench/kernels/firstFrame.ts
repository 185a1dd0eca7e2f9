// Run in a process of its own, with a payload's file, rows, columns, depth and perhaps --warm-up: prints how long a fresh
// decoder takes for its first frame, and how long later; milliseconds.
import { readFileSync } from "node:fs";
import { createDecoder } from "eiger-monitor";
import { median } from "../median.ts";

const FRAMES = 60;
/** The compiler has done its best by then. */
const STEADY_FROM = 30;

const [path = "", ...numbers] = process.argv.slice(2);
const [rows = 0, columns = 0, bits = 0] = numbers.map(Number);
const depth = bits === 8 || bits === 16 ? bits : 32;
const payload = new Uint8Array(readFileSync(path));
const shape = [rows, columns] as const;
const decoder = await createDecoder(numbers.includes("--warm-up") ? { warmUp: { shape, depth } } : {});
const times: number[] = [];
for (let frame = 0; frame < FRAMES; frame++) {
  const begun = performance.now();
  decoder.decode(payload, { encoding: "bslz4", shape, depth }).close();
  times.push(performance.now() - begun);
}
console.log(JSON.stringify({ first: times[0], steady: median(times.slice(STEADY_FROM)) }));
