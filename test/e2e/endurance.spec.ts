import { Heap } from "../bench/page/heap.ts";
import { expect, test } from "./support/spec.ts";

/** Bytes that a page may hold more after a thousand images: what the browser's own books take. */
const SLACK = 2 ** 20;

test.describe("on a small screen", () => {
  // The smaller the picture, the less of the time is the screen's.
  test.use({ viewport: { width: 320, height: 480 } });

  test("a thousand images leave the heaps of page and worker as they were", async ({
    serveDetector,
    openViewer,
  }) => {
    test.slow();
    const limits = { requestsPerSecond: 1e5, requestBurst: 1e5 };
    const served = await serveDetector({ bitDepth: 8, bridge: { limits } });
    const viewer = await openViewer(served, "#mode=next");
    const heap = await Heap.of(viewer.page);
    /** Taken one after the other: none is dropped, each is shown or passed over. */
    const take = async (upTo: number) => {
      while (served.dcu.produced < upTo) {
        served.expose(Math.min(90, upTo - served.dcu.produced));
        await viewer.received(served.dcu.produced);
      }
    };
    // The history is full, and every path has been compiled.
    await take(150);
    const before = await heap.bytes();
    await take(1150);
    const after = await heap.bytes();
    await viewer.expectState({ image: { id: "1_1149" }, counters: { failed: 0, dropped: 0 } });
    expect((await viewer.state()).history.ids).toHaveLength(120);
    expect(Object.keys(after)).toHaveLength(4);
    for (const [name, bytes] of Object.entries(after)) {
      expect(bytes - (before[name] ?? 0), `growth of ${name}`).toBeLessThan(SLACK);
    }
  });
});

test("a tab that nobody looks at takes few images, and the newest as soon as it is looked at", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  const setHidden = (isHidden: boolean) =>
    viewer.page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  let asked = 0;
  viewer.page.on("request", (request) => {
    if (request.url().includes("/images")) asked += 1;
  });
  await setHidden(true);
  // The control unit's status goes on being asked for: two of them are some seconds.
  for (let status = 0; status < 2; status++)
    await viewer.page.waitForRequest((request) => request.url().includes("/status/dropped"));
  expect(asked).toBeLessThan(8);
  served.expose(3);
  await setHidden(false);
  await viewer.expectState({ image: { id: "1_3" } });
});
