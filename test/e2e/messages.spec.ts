import type { Frame, Page } from "@playwright/test";
import { EmbeddingPage } from "./support/embeddingPage.ts";
import { expect, test } from "./support/spec.ts";

test("a tab of the same origin drives the viewer on the channel that its address names", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector();
  served.expose(2);
  const viewer = await openViewer(served, "?channel=beamline");
  await viewer.expectState({ image: { id: "1_1" } });
  const other = await viewer.page.context().newPage();
  await other.goto(served.url);
  const answers = await other.evaluate(async () => {
    const channel = new BroadcastChannel("beamline");
    const events: unknown[] = [];
    const done = new Promise<void>((resolve) => {
      channel.addEventListener("message", ({ data }) => {
        events.push([data.event, data.request ?? null, data.result ?? null]);
        if (data.request === "last") resolve();
      });
    });
    const send = (command: object) => channel.postMessage({ "eiger-viewer": 1, ...command });
    send({ command: "pause" });
    send({ command: "view", x: 100, y: 120, zoom: 4 });
    send({ command: "pixel", x: 3, y: 4, request: "last" });
    await done;
    channel.close();
    return events;
  });
  expect(answers).toContainEqual(["reply", "last", 3 + 3 * 4 + 7]);
  await viewer.expectState({ paused: true, view: { x: 100, y: 120, zoom: 4, fit: false } });
});

/** Frames in a page, and the one that has come from an address. */
async function frameOf(page: Page, url: string): Promise<Frame> {
  await page.evaluate(
    (src) =>
      new Promise<unknown>((resolve) => {
        const frame = document.createElement("iframe");
        frame.addEventListener("load", resolve, { once: true });
        Object.assign(frame, { src, width: 900, height: 600 });
        document.body.append(frame);
      }),
    url,
  );
  const frame = page.frames().find((one) => one.url().startsWith(url));
  if (frame === undefined) throw new Error(`no frame has come from ${url}`);
  return frame;
}

/** Posts commands to the first frame of a page, and awaits there what was posted behind them. */
async function post(from: Page | Frame, viewer: Frame): Promise<void> {
  const arrived = viewer.evaluate(
    () =>
      new Promise<void>((resolve) => {
        addEventListener("message", ({ data }) => data === "after" && resolve());
        document.body.dataset["listens"] = "";
      }),
  );
  await viewer.waitForSelector("body[data-listens]");
  await from.evaluate(() => {
    const frame = top?.frames[0];
    for (const command of ["listen", "pause"])
      frame?.postMessage({ "eiger-viewer": 1, command, request: command }, "*");
    frame?.postMessage("after", "*");
  });
  await arrived;
}

function isPaused(viewer: Frame): Promise<boolean> {
  return viewer.evaluate(() => {
    const element = document.querySelector("eiger-viewer") as HTMLElementTagNameMap["eiger-viewer"];
    return element.paused;
  });
}

test("a page of an origin that is let in drives the viewer in its frame; one of another, beside it, does not", async ({
  page,
  serveDetector,
}) => {
  const [friend, stranger] = [await EmbeddingPage.serve(), await EmbeddingPage.serve()];
  const served = await serveDetector({ bridge: { origins: [friend.origin] } });
  served.expose();
  await page.goto(friend.origin);
  const viewer = await frameOf(page, served.url);
  const beside = await frameOf(page, stranger.origin);
  await post(beside, viewer);
  expect(await isPaused(viewer)).toBe(false);
  await post(page, viewer);
  expect(await isPaused(viewer)).toBe(true);
  friend.close();
  stranger.close();
});
