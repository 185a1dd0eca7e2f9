import { farBridge } from "./support/farBridge.ts";
import { expect, test } from "./support/spec.ts";
import { ViewerPage } from "./support/viewerPage.ts";

const TOKEN = "a-token-of-enough-characters";

/** A bridge of another machine, which asks for its token, ended with the spec. */
const far = test.extend<{ bridge: Awaited<ReturnType<typeof farBridge>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
  bridge: async ({}, use) => {
    const bridge = await farBridge({ token: TOKEN, allowWrite: true });
    await bridge.dcu.fetch("http://dcu/monitor/api/1.8.0/config/mode", {
      method: "PUT",
      body: '{"value":"enabled"}',
    });
    bridge.dcu.expose();
    await use(bridge);
    bridge.close();
  },
});

far(
  "the token of the address opens a bridge of another machine, and does not stay in the address",
  async ({ page, bridge }) => {
    await page.goto(`${bridge.url}#token=${TOKEN}&rings=1`);
    const viewer = new ViewerPage(page);
    await viewer.expectState({ connection: "live", image: { id: "1_0" }, rings: { visible: true } });
    expect([...bridge.shown]).toEqual([`Bearer ${TOKEN}`]);
    expect(page.url()).not.toContain(TOKEN);
    expect(await viewer.element.evaluate((element) => element.outerHTML)).not.toContain(TOKEN);

    await page.reload();
    await viewer.expectState({ connection: "live", image: { id: "1_0" } });
    expect([...bridge.shown]).toEqual([`Bearer ${TOKEN}`]);
  },
);

far("links are copied there too, without the token", async ({ page, bridge }) => {
  await page.goto(`${bridge.url}#token=${TOKEN}`);
  const viewer = new ViewerPage(page);
  await viewer.expectState({ image: { id: "1_0" } });
  await viewer.button("Save").click();
  await viewer.element.getByRole("button", { name: /^Copy link/ }).click();
  await expect(viewer.element.getByText("Link copied")).toBeVisible();
  // Such a page may write the clipboard only by the person's own copying, and not read it: it is pasted.
  await page.evaluate(() => document.body.append(document.createElement("textarea")));
  await page.locator("textarea").focus();
  await page.keyboard.press("ControlOrMeta+V");
  const link = await page.locator("textarea").inputValue();
  expect(link).toContain(bridge.url);
  expect(link).not.toContain(TOKEN);
});

far("without it the bridge refuses, and the viewer says so", async ({ page, bridge, complaints }) => {
  complaints.allow(/the server responded with a status of 401/);
  await page.goto(bridge.url);
  const viewer = new ViewerPage(page);
  await expect(viewer.card.getByRole("heading", { name: "Unexpected answer 401" })).toBeVisible();
  await viewer.expectState({ connection: "refused", image: null });
});
