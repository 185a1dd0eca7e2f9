import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createTerminal } from "../../src/node/terminal.ts";
import { watchSource } from "../../src/node/watchSource.ts";
import { type RecordedDcu, recordedDcu } from "./support/recordedDcu.ts";
import { Screen } from "./support/screen.ts";

interface Watching {
  readonly dcu: RecordedDcu;
  readonly ended: Promise<void>;
  stop(): void;
}

/** Watches a control unit that takes an image when it is told, before this screen. */
async function watch(
  screen: Screen,
  options: { readonly json?: true; readonly out?: NodeJS.WritableStream } = {},
): Promise<Watching> {
  const { dcu, source } = await recordedDcu({ auto: false });
  const { out = screen.stream(), ...rest } = options;
  const terminal = createTerminal({ out, err: screen.stream() });
  const controller = new AbortController();
  const ended = watchSource(source, {
    ...rest,
    configure: true,
    fetch: "next",
    format: "tiff",
    terminal,
    signal: controller.signal,
  });
  return { dcu, ended, stop: () => controller.abort() };
}

test("the live line says state, image, rates, most counts and age, always in one row", async () => {
  const screen = new Screen();
  const { dcu, ended, stop } = await watch(screen);
  await screen.shows(/^connecting {2}no image yet {2}0\.0\/s {2}0 MB\/s {2}0 dropped$/);
  await expect.poll(() => dcu.requests, { interval: 1 }).toContain("GET images/next");
  for (const image of [0, 1, 2]) {
    dcu.expose();
    // Not every image is drawn: the state may be another when the next one is.
    await screen.shows(
      new RegExp(
        `^(?:live|waiting) {2}1_${image} {2}\\d+\\.\\d/s {2}\\d+ MB/s {2}max 250 {2}age -?\\d\\.\\d\\d s`,
      ),
    );
    expect(screen.rows).toHaveLength(1);
  }
  await screen.shows(/^waiting {2}1_2 {2}/);
  expect(screen.rows).toHaveLength(1);
  stop();
  await ended;
  expect(screen.rows).toEqual([
    expect.stringMatching(/^3 images in \d+\.\d s \(\d+\.\d\/s, \d+ MB\/s\)$/),
    "",
  ]);
});

test("the live line grows older by itself, and tells how many images the DCU dropped", async () => {
  const screen = new Screen();
  const { dcu, ended, stop } = await watch(screen);
  await expect.poll(() => dcu.requests, { interval: 1 }).toContain("GET images/next");
  dcu.expose();
  await screen.shows(/^\w+ {2}1_0 .* {2}age \d\.\d\d s {2}0 dropped$/);
  expect(dcu.requests).toContain("GET status/dropped");
  await screen.shows(/^\w+ {2}1_0 {2}.* {2}age [1-9]\.\d\d s {2}0 dropped$/);
  stop();
  await ended;
});

test("its first word is yellow, green, then yellow again as images come and stay away", async () => {
  const screen = new Screen();
  const { dcu, ended, stop } = await watch(screen);
  await expect.poll(() => dcu.requests, { interval: 1 }).toContain("GET images/next");
  dcu.expose();
  await screen.shows(/^live/);
  await screen.shows(/^waiting/);
  stop();
  await ended;
  const colours = [
    "\u001b[33mconnecting\u001b[39m",
    "\u001b[32mlive\u001b[39m",
    "\u001b[33mwaiting\u001b[39m",
  ];
  const places = colours.map((word) => screen.written.indexOf(word));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("results and live line do not mix on one screen", async () => {
  const screen = new Screen({ columns: 400 });
  const { dcu, ended, stop } = await watch(screen, { json: true });
  await expect.poll(() => dcu.requests, { interval: 1 }).toContain("GET images/next");
  for (const image of [0, 1]) {
    dcu.expose();
    await screen.shows(new RegExp(`^\\{"event_id":"1_${image}".*\\}$`));
  }
  await screen.shows(/^\w+ {2}1_1 /);
  expect(screen.rows.map((row) => row.slice(0, 18))).toEqual([
    '{"event_id":"1_0",',
    '{"event_id":"1_1",',
    expect.stringMatching(/^\w+ {2}1_1 /),
  ]);
  stop();
  await ended;
  expect(screen.rows.slice(0, 2).map((row) => JSON.parse(row))).toMatchObject([{ image: 0 }, { image: 1 }]);
  expect(screen.rows.slice(2)).toEqual([expect.stringMatching(/^2 images in /), ""]);
});

test("a log gets its lines without a live line; the DCU is asked for its drops before and after only", async () => {
  const { dcu, source } = await recordedDcu({ images: 2 });
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = createTerminal({ out, err });
  const { signal } = new AbortController();
  await watchSource(source, { configure: true, fetch: "next", format: "tiff", count: 2, terminal, signal });
  expect(String(out.read()).split("\n")).toEqual([
    expect.stringMatching(/^1_0 /),
    expect.stringMatching(/^1_1 /),
    "",
  ]);
  expect(String(err.read())).toMatch(/^2 images in [^\n]*\n$/);
  expect(dcu.requests.filter((request) => request === "GET status/dropped")).toHaveLength(2);
});

test("lines for a file go there, while the live line stays alone on the screen", async () => {
  const [screen, out] = [new Screen(), new PassThrough()];
  const { dcu, ended, stop } = await watch(screen, { out });
  await expect.poll(() => dcu.requests, { interval: 1 }).toContain("GET images/next");
  dcu.expose();
  await screen.shows(/^\w+ {2}1_0 /);
  expect(screen.rows).toHaveLength(1);
  stop();
  await ended;
  expect(String(out.read())).toMatch(/^1_0 {2}512 × 512 uint16 [^\n]*\n$/);
});
