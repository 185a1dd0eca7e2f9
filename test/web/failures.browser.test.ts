import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { ViewerState } from "../../web/viewer/viewerState.ts";
import { FakeController } from "./support/fakeController.ts";
import { mountViewer, removeViewers } from "./support/mountedViewer.ts";

afterEach(removeViewers);

const card = page.getByRole("region", { name: "State of the connection" });

function problem(
  kind: NonNullable<ViewerState["problem"]>["kind"],
  rest: Partial<NonNullable<ViewerState["problem"]>> = {},
): Pick<ViewerState, "problem"> {
  return { problem: { kind, message: `the message of ${kind}`, hint: "a hint", ...rest } };
}

describe("failures", () => {
  it.each([
    ["offline", { connection: "unreachable" }, "Offline", "Nobody answers", "No answer from dcu.example."],
    [
      "dcu",
      { connection: "unreachable" },
      "Detector offline",
      "The bridge answers, the detector does not",
      "power",
    ],
    [
      "cors",
      { connection: "refused" },
      "Refused",
      "The browser may not read the answer",
      "does not allow pages from",
    ],
    ["policy", { connection: "refused" }, "Refused", "This page may not ask there", "connect-src 'self'"],
    ["timeout", { connection: "unreachable" }, "Offline", "The answer takes too long", "in time"],
    ["http", { connection: "refused" }, "Refused", "Unexpected answer 404", "/monitor/api/"],
    [
      "monitor-disabled",
      { connection: "disabled" },
      "Monitor disabled",
      "The monitor is disabled",
      "curl -X PUT",
    ],
    [
      "unsupported",
      { connection: "stopped" },
      "Failed",
      "This cannot be shown",
      "The message of unsupported.",
    ],
  ] as const)(
    "%s: picture, sentence, what to do, and the last image behind it",
    async (kind, change, word, title, says) => {
      const { controller, find } = await mountViewer();
      controller.change({ ...change, ...problem(kind, { status: 404 }) });
      await expect.element(card.getByRole("heading", { name: title })).toBeVisible();
      await expect.element(card).toHaveTextContent(says);
      await expect.element(page.getByText(word, { exact: true }).first()).toBeVisible();
      await expect.element(card).toHaveTextContent("Behind this: the last image,");
      expect(card.element().querySelectorAll(".chain rect")).toHaveLength(3);
      expect(find(".viewer").hasAttribute("data-stale")).toBe(true);
    },
  );

  it("says of images that another tab takes why there are none here", async () => {
    const { controller } = await mountViewer();
    controller.change({ connection: "unreachable", fetchMode: "next", ...problem("http", { status: 429 }) });
    await expect.element(card.getByRole("heading", { name: "Another tab takes these images" })).toBeVisible();
    controller.change({ fetchMode: "newest" });
    await expect.element(card.getByRole("heading", { name: "Unexpected answer 429" })).toBeVisible();
  });

  it("counts down to the next attempt, and tries at once when asked", async () => {
    const { controller, find } = await mountViewer();
    controller.change({
      connection: "unreachable",
      ...problem("offline", { retryAt: performance.now() + 3500 }),
    });
    await expect.element(card).toHaveTextContent("Asked again by itself in 4 s.");
    await expect.poll(() => find(".state").textContent).toBe("Offlineretry in 4 s");
    await expect.element(card).toHaveTextContent("Asked again by itself in 3 s.");
    await userEvent.click(page.getByRole("button", { name: "Try now" }));
    expect(controller.calls.at(-1)).toEqual(["connect", "http://dcu.example/monitor/api/1.8.0"]);
  });

  it("lies over the picture also while that has the focus of the keyboard", async () => {
    const { controller, find, viewer } = await mountViewer();
    controller.change({ connection: "unreachable", ...problem("offline") });
    const again = page.getByRole("button", { name: "Try now" });
    await expect.element(again).toBeVisible();
    await userEvent.tab();
    find(".stage").focus();
    expect(find(".stage").matches(":focus-visible")).toBe(true);
    const { left, top, width, height } = again.element().getBoundingClientRect();
    const hit = viewer.shadowRoot?.elementFromPoint(left + width / 2, top + height / 2);
    expect(hit).toBe(again.element());
  });

  it("names the header and the option that CORS needs", async () => {
    const { controller } = await mountViewer();
    controller.change({ connection: "refused", ...problem("cors") });
    const code = `eiger-monitor serve --dcu http://dcu.example \\ --origin ${location.origin}`;
    await expect.element(card).toHaveTextContent(code);
    await expect.element(card).toHaveTextContent(`Access-Control-Allow-Origin: ${location.origin}`);
  });

  it("enables the monitor only where that can be written, and says what that does", async () => {
    const { controller } = await mountViewer();
    controller.change({ connection: "disabled", ...problem("monitor-disabled") });
    await expect.element(card).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Enable monitor" })).not.toBeInTheDocument();
    controller.change({ writable: true });
    await expect.element(card).toHaveTextContent("That changes the detector's configuration for everybody.");
    await userEvent.fill(page.getByLabelText("Write token of the bridge"), "secret");
    await userEvent.click(page.getByRole("button", { name: "Enable monitor" }));
    expect(controller.calls.at(-1)).toEqual(["enableMonitor", "secret"]);
    await expect.element(card).not.toBeInTheDocument();
  });

  it("says of an image that was not understood which it was, and goes on", async () => {
    const { controller, find, viewer } = await mountViewer();
    const problems: unknown[] = [];
    viewer.addEventListener("error", ({ detail }) => problems.push(detail.problem.imageId));
    controller.change(
      problem("decode", { imageId: "12_7", message: "image 12_7 cannot be read: TRUNCATED" }),
    );
    await expect.element(page.getByText(/12_7 cannot be read: TRUNCATED/)).toBeVisible();
    expect(find(".viewer").hasAttribute("data-stale")).toBe(false);
    expect(problems).toEqual(["12_7"]);
    await userEvent.click(page.getByRole("button", { name: "Dismiss" }));
    await expect.element(page.getByText(/12_7 cannot be read/)).not.toBeVisible();
  });

  it("waits for the first image, and asks for an address where there is none", async () => {
    const waiting = new FakeController({
      source: "http://dcu.example/monitor/api/1.8.0",
      connection: "waiting",
    });
    const { controller } = await mountViewer({ controller: waiting });
    await expect.element(card.getByRole("heading", { name: "No image yet" })).toBeVisible();
    controller.nextImage();
    await expect.element(card).not.toBeInTheDocument();
    removeViewers();
    const idle = await mountViewer({ controller: new FakeController() });
    await userEvent.fill(page.getByLabelText("Address of the monitor"), "http://other/monitor/api/1.8.0");
    await userEvent.click(page.getByRole("button", { name: "Connect" }));
    expect(idle.controller.calls.at(-1)).toEqual(["connect", "http://other/monitor/api/1.8.0"]);
  });

  it("shows texts from the wire as text", async () => {
    const { controller, viewer } = await mountViewer();
    const text = '<img src="x" onerror="window.wasRun = true">';
    controller.change({ connection: "refused", ...problem("http", { message: text }) });
    const { image } = controller.state;
    if (image !== null) controller.change({ image: { ...image, id: text } });
    await expect.element(card.getByText(text)).toBeInTheDocument();
    expect(viewer.shadowRoot?.querySelector("img")).toBeNull();
    expect("wasRun" in window).toBe(false);
  });
});
