import { EmbeddingPage } from "./support/embeddingPage.ts";
import { ramp } from "./support/served.ts";
import { test as base, expect } from "./support/spec.ts";
import { OFTEN, ViewerPage } from "./support/viewerPage.ts";

const test = base.extend<{ embedding: EmbeddingPage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
  embedding: async ({}, use) => {
    const embedding = await EmbeddingPage.serve();
    await use(embedding);
    embedding.close();
  },
});

test("a bridge that lets no page of another origin in: said with the option that does", async ({
  page,
  embedding,
  serveDetector,
  complaints,
}) => {
  complaints.allow(/blocked by CORS policy/, /net::ERR_FAILED/, /status of 403/);
  const served = await serveDetector();
  served.expose();
  embedding.sources = [served.source];
  await page.goto(embedding.origin);
  const viewer = new ViewerPage(page);
  await expect(
    viewer.card.getByRole("heading", { name: "The browser may not read the answer" }),
  ).toBeVisible();
  await expect(viewer.card).toContainText(`--origin ${embedding.origin}`);
  await viewer.expectState({ connection: "refused", problem: { kind: "cors" }, image: null });
});

test("two viewers of another origin beside each other: each has its detector, its state and its worker", async ({
  page,
  embedding,
  serveDetector,
}) => {
  const bridge = { origins: [embedding.origin] };
  const [one, two] = [await serveDetector({ bridge }), await serveDetector({ bridge })];
  one.expose(1);
  two.expose(6);
  embedding.sources = [one.source, two.source];
  await page.goto(embedding.origin);
  const viewers = [0, 1].map((at) => new ViewerPage(page, page.locator("eiger-viewer").nth(at)));
  const [first, second] = viewers;
  if (first === undefined || second === undefined) throw new Error("there are no two viewers");
  await first.expectState({ image: { id: "1_0" } });
  await second.expectState({ image: { id: "1_5" } });
  expect(page.workers()).toHaveLength(2);
  await first.radio("Viridis").check();
  await first.stage.press("Space");
  await first.expectState({ paused: true, look: { colours: "viridis" } });
  await second.expectState({ paused: false, look: { colours: "inverted-grey" } });
  for (const [viewer, image] of [
    [first, 0],
    [second, 5],
  ] as const) {
    await viewer.stage.scrollIntoViewIfNeeded();
    await viewer.hover(70, 90);
    await expect.poll(async () => (await viewer.reading()).counts, OFTEN).toBe(String(ramp(70, 90, image)));
  }
});

test("a viewer that is taken out of the page ends its worker, and asks nothing more", async ({
  page,
  embedding,
  serveDetector,
}) => {
  const served = await serveDetector({ bridge: { origins: [embedding.origin] } });
  served.expose();
  embedding.sources = [served.source, served.source];
  await page.goto(embedding.origin);
  const [first, second] = [0, 1].map((at) => new ViewerPage(page, page.locator("eiger-viewer").nth(at)));
  await first?.expectState({ image: { id: "1_0" } });
  await second?.expectState({ image: { id: "1_0" } });
  const closed = page.workers().map((worker) => new Promise((resolve) => worker.once("close", resolve)));
  expect(closed).toHaveLength(2);
  await page.evaluate(() => document.querySelector("eiger-viewer")?.remove());
  await Promise.race(closed);
  expect(page.workers()).toHaveLength(1);
  await page.evaluate(() => document.querySelector("eiger-viewer")?.remove());
  await Promise.all(closed);
  expect(page.workers()).toHaveLength(0);
});
