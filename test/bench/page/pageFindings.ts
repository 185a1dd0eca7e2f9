import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright";
import type { Finding } from "../finding.ts";
import { median } from "../median.ts";
import { onAllCores } from "../pinned.ts";
import { viewerInMemory } from "../viewer/inMemory.ts";
import { Heap } from "./heap.ts";
import {
  countFrames,
  fetchBodies,
  historyBytes,
  redraw,
  type ShownFrame,
  takeSeen,
  watch,
} from "./inPage.ts";
import { type ServedViewer, serveViewer, startViewer } from "./servedViewer.ts";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";
const KIND = { model: "eiger-16m", bitDepth: 32, rate: 5 };
const BYTES = 4150 * 4371 * 4;
const SIZE = { width: 1440, height: 900 };
/** Bodies that are fetched for their own sake. */
const BODIES = 15;
/** Images after which every path is compiled. */
const WARM_UP = 10;

type Figures = Readonly<Record<string, number>>;

/** A page that shows 16 million pixels of 32 bits, five times a second, through the bridge. */
export async function pageFindings(options: {
  readonly images: number;
  readonly quick: boolean;
}): Promise<Finding> {
  onAllCores();
  const browser = await chromium.launch({
    ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const start = await launch(browser);
    const served = await serveViewer(KIND);
    const live = await liveFigures(browser, served, options).finally(served.stop);
    const picture = await pictureRatio(options);
    return {
      bench: `page in Chromium ${browser.version()}`,
      frame: "16M 32 bit, 5 a second",
      bytes: BYTES,
      rates: [],
      ratios: {},
      figures: { ...start, ...live, ...picture },
    };
  } finally {
    await browser.close();
  }
}

/** As after `npm start`, with the browser there already. */
async function launch(browser: Browser): Promise<Figures> {
  const begun = performance.now();
  const { page: address, stop } = await startViewer();
  const said = performance.now();
  const page = await open(browser, address);
  await shown(page, 1);
  const seen = performance.now();
  await page.close();
  stop();
  return {
    "launch to the printed address, s": (said - begun) / 1000,
    "launch to first picture, s (asked 3)": (seen - begun) / 1000,
  };
}

async function liveFigures(
  browser: Browser,
  { page: address, source }: ServedViewer,
  { images }: { readonly images: number },
): Promise<Figures> {
  const alone = await bodiesAlone(browser, { address, source });
  const page = await open(browser, address);
  await shown(page, WARM_UP);
  await page.evaluate(takeSeen);
  const heap = await Heap.of(page);
  const before = await heap.bytes();
  const keptBefore = await page.evaluate(historyBytes);
  await shown(page, images);
  const { frames, longTasks } = await page.evaluate(takeSeen);
  const after = await heap.bytes();
  const kept = (await page.evaluate(historyBytes)) - keptBefore;
  const draws = await page.evaluate(redraw, { columns: SIZE.width, rows: SIZE.height });
  await page.close();
  const latencies = frames.map(({ shownAt, arrivedAt, fetchTime }) => shownAt - (arrivedAt - fetchTime));
  const fetches = frames.map(({ fetchTime }) => fetchTime);
  const growth = (name: string) => ((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) / 1e6;
  return {
    "body alone, ms": alone,
    "body while the viewer takes it, ms": median(fetches),
    "request to shown image, ms": median(latencies),
    "request to shown image, slowest, ms": Math.max(...latencies),
    "request to shown image / body alone (asked 1.5)": median(latencies) / alone,
    ...ownRatios(frames),
    "change to sharp picture, in the worker, ms (asked 60)": median(draws.map(({ worker }) => worker)),
    "of the whole frame, ms": median(draws.filter(({ isWhole }) => isWhole).map(({ worker }) => worker)),
    "change to sharp picture, in the page's hands, ms": median(draws.map(({ whole }) => whole)),
    "longest task of the page's thread, ms (asked 50)": Math.max(0, ...longTasks),
    "tasks above 50 ms": longTasks.length,
    "images shown": frames.length,
    "objects of the page, MB more": growth("objects of the page"),
    "objects of the worker, MB more": growth("objects of worker 0"),
    "buffers of the worker beyond the history, MB more": growth("buffers of worker 0") - kept / 1e6,
  };
}

/** Each image against the transfer of its own body, and where the time of the slowest went. */
function ownRatios(frames: readonly ShownFrame[]): Figures {
  const all = frames
    .map(({ shownAt, arrivedAt, fetchTime, decodeTime }) => ({
      ratio: (shownAt - arrivedAt + fetchTime) / fetchTime,
      ...{ fetchTime, decodeTime, rest: shownAt - arrivedAt - decodeTime },
    }))
    .sort((one, other) => one.ratio - other.ratio);
  const slowest = all.at(-1);
  return {
    "request to shown image / its own body, median (asked 1.5)": median(all.map(({ ratio }) => ratio)),
    "the same, of 99 in 100": all[Math.floor(0.99 * (all.length - 1))]?.ratio ?? Number.NaN,
    "the same, of the slowest (asked 1.5)": slowest?.ratio ?? Number.NaN,
    "images above 1.5": all.filter(({ ratio }) => ratio > 1.5).length,
    "the slowest's body, ms": slowest?.fetchTime ?? Number.NaN,
    "the slowest's decoding, ms": slowest?.decodeTime ?? Number.NaN,
    "the slowest's way to the screen, ms": slowest?.rest ?? Number.NaN,
  };
}

/** In a page that does nothing else. */
async function bodiesAlone(
  browser: Browser,
  { address, source }: { readonly address: string; readonly source: string },
): Promise<number> {
  const page = await browser.newPage();
  await page.goto(new URL("/icon.svg", address).href);
  const times = await page.evaluate(fetchBodies, { source, count: BODIES });
  await page.close();
  return median(times);
}

/** Of the in-memory benchmark: how fast the visible part is drawn, when reading the frame once is 1. */
async function pictureRatio(options: { readonly quick: boolean }): Promise<Figures> {
  const { rates } = await viewerInMemory(options);
  const pictures = rates.filter(({ name }) => name.startsWith("picture"));
  return Object.fromEntries(
    pictures.map(({ name, ofFirst }) => [`${name} / reading the frame (asked 0.5)`, ofFirst]),
  );
}

async function open(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE });
  await page.addInitScript(watch);
  await page.goto(address);
  return page;
}

async function shown(page: Page, count: number): Promise<void> {
  const seen = await page.evaluate(countFrames);
  await page.waitForFunction(
    ({ least }) => (globalThis as unknown as { seen: { frames: [] } }).seen.frames.length >= least,
    { least: Math.max(count, seen) },
    { polling: 100, timeout: 0 },
  );
}
