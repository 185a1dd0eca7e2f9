// A client in a process of its own, so that its memory is its own: polls an empty buffer and says what that has cost.
//   node --expose-gc pollEmptyBuffer.mjs SOURCE
import { MonitorClient } from "../../../dist/index.js";

const POLLS = 10_000;
const WARMED_UP = 2000;

const warnings = [];
process.on("warning", ({ message }) => warnings.push(message));

const client = new MonitorClient({ source: process.argv[2] });
const { signal } = new AbortController();
const heap = [];
let images = 0;
for (let poll = 1; poll <= POLLS; poll++) {
  if ((await client.nextImage({ timeout: 0, signal })) !== undefined) images += 1;
  if (poll === WARMED_UP || poll === POLLS) heap.push(await heapInUse());
}
process.stdout.write(JSON.stringify({ images, warnings, heapGrowth: heap[1] - heap[0] }));

/** What is reachable: the least of several looks, since finalizers free more in the turns after a collection. */
async function heapInUse() {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look++) {
    globalThis.gc();
    await new Promise(setImmediate);
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}
