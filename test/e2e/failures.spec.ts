import { SimulatedDcu } from "eiger-monitor/simulator";
import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN } from "./support/viewerPage.ts";

const TOKEN = "a-token-of-enough-characters";

test("says that the monitor is disabled; who may write and has the token enables it from here", async ({
  serveDetector,
  openViewer,
  complaints,
}) => {
  complaints.allow(/the server responded with a status of 401/);
  const served = await serveDetector({ enabled: false, bridge: { allowWrite: true, token: TOKEN } });
  const viewer = await openViewer(served);
  await expect(viewer.card.getByRole("heading", { name: "The monitor is disabled" })).toBeVisible();
  await expect(viewer.page).toHaveTitle("Monitor disabled · EIGER monitor");
  const token = viewer.card.getByLabel("Write token of the bridge");
  await token.fill("not-the-token-of-this-one");
  await viewer.card.getByRole("button", { name: "Enable monitor" }).click();
  await expect(viewer.element.getByText("Enable monitor: This token is not the bridge's")).toBeVisible();
  await token.fill(TOKEN);
  await viewer.card.getByRole("button", { name: "Enable monitor" }).click();
  await expect(viewer.card.getByRole("heading", { name: "No image yet" })).toBeVisible();
  served.expose();
  await viewer.expectState({ connection: "live", image: { id: "1_0" } });
});

test("offers no button where the bridge is read only, and goes on when it is enabled elsewhere", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector({ enabled: false });
  const viewer = await openViewer(served);
  await expect(viewer.card.getByRole("heading", { name: "The monitor is disabled" })).toBeVisible();
  await expect(viewer.card).toContainText("http://CONTROL-UNIT/monitor/api/1.8.0/config/mode");
  await expect(viewer.card.getByRole("button", { name: "Enable monitor" })).toHaveCount(0);
  await served.setMode("enabled");
  served.expose();
  await viewer.expectState({ connection: "live", image: { id: "1_0" } });
  await expect(viewer.card).toBeHidden();
});

test("the control unit goes, its last image stays, and it comes back", async ({
  serveDetector,
  openViewer,
  complaints,
}) => {
  complaints.allow(/the server responded with a status of 502/);
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  await served.stopDcu();
  await expect(
    viewer.card.getByRole("heading", { name: "The bridge answers, the detector does not" }),
  ).toBeVisible();
  await expect(viewer.card).toContainText("Behind this: the last image,");
  await viewer.expectState({ problem: { kind: "dcu", status: 502 }, image: { id: "1_0" } });
  await served.startDcu();
  await viewer.card.getByRole("button", { name: "Try now" }).click();
  served.expose();
  await viewer.expectState({ connection: "live", problem: null, image: { id: "1_1" } });
  await expect(viewer.card).toBeHidden();
});

test("the bridge goes, and comes back: by itself, without a word from the person", async ({
  serveDetector,
  openViewer,
  complaints,
}) => {
  complaints.allow(
    /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/,
  );
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  await served.stopBridge();
  await expect(viewer.card.getByRole("heading", { name: "Nobody answers" })).toBeVisible();
  await expect(viewer.page).toHaveTitle("Offline · EIGER monitor");
  await served.startBridge();
  served.expose();
  await viewer.expectState({ connection: "live", image: { id: "1_1" } });
});

test("a source of another host is kept from the page by its policy, and it says so and what to do", async ({
  serveDetector,
  openViewer,
  complaints,
}) => {
  complaints.allow(/Content Security Policy/, /net::ERR_(BLOCKED_BY_CSP|FAILED)/);
  const [own, other] = [await serveDetector(), await serveDetector()];
  const viewer = await openViewer(own, `?source=${encodeURIComponent(other.source)}`);
  await expect(viewer.card.getByRole("heading", { name: "This page may not ask there" })).toBeVisible();
  await expect(viewer.card).toContainText(`Open ${new URL(other.source).origin} itself`);
  await viewer.expectState({ connection: "refused", problem: { kind: "policy" }, image: null });
});

/** Files as a control unit sends them, each with its number in it; the second is cut off before its directory. */
async function filesWithOneCut(): Promise<readonly Uint8Array[]> {
  const dcu = new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", bitDepth: 32, auto: false });
  const monitor = "http://dcu/monitor/api/1.8.0";
  await dcu.fetch(`${monitor}/config/mode`, { method: "PUT", body: '{"value":"enabled"}' });
  const files: Uint8Array[] = [];
  for (let image = 0; image < 3; image++) {
    dcu.expose();
    const reply = await dcu.fetch(`${monitor}/images/monitor`);
    files.push(new Uint8Array(await reply.arrayBuffer()));
  }
  return files.map((file, image) => (image === 1 ? file.slice(0, file.length >> 1) : file));
}

test("an image that cannot be read is named, and the next one is shown", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector({ replay: await filesWithOneCut() });
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  served.expose();
  await expect(viewer.element.getByText(/image 1_1 cannot be read: BAD_OFFSET/)).toBeVisible();
  await viewer.expectState({
    image: { id: "1_0" },
    counters: { received: 2, failed: 1 },
    problem: { kind: "decode", imageId: "1_1" },
  });
  await viewer.hover(30, 40);
  await expect.poll(async () => (await viewer.reading()).counts, OFTEN).toBe(String(ramp(30, 40, 0)));
  served.expose();
  await viewer.expectState({ image: { id: "1_2" }, problem: null, counters: { shown: 2, failed: 1 } });
});
