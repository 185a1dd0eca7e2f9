import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { FakeController } from "./support/fakeController.ts";
import { mountViewer, removeViewers, settled } from "./support/mountedViewer.ts";

afterEach(removeViewers);

function half(side: "left" | "right"): HTMLElement {
  const box = document.createElement("div");
  Object.assign(box.style, {
    position: "fixed",
    inset: "0",
    width: "50%",
    [side]: "0",
    [side === "left" ? "right" : "left"]: "auto",
  });
  document.body.append(box);
  return box;
}

describe("<eiger-viewer>", () => {
  it("tells its page what happens, typed and composed; errors stay at the element", async () => {
    const { viewer, controller } = await mountViewer();
    const heard: string[] = [];
    const names = ["frame", "viewchange", "levelschange", "statuschange"] as const;
    for (const name of names) document.body.addEventListener(name, () => heard.push(name), { once: true });
    document.body.addEventListener("error", () => heard.push("error"));
    viewer.addEventListener("error", ({ detail }) => heard.push(`error: ${detail.problem.kind}`));
    controller.nextImage();
    controller.setView({ zoom: 3, fit: false });
    controller.setLook({ levels: [0, 33] });
    controller.change({ problem: { kind: "offline", message: "", hint: "" }, connection: "unreachable" });
    await expect.poll(() => [...heard].sort()).toEqual(["error: offline", ...names].sort());
  });

  it("takes attributes and properties alike", async () => {
    const attributes = { levels: "2 30", colormap: "cividis", scale: "sqrt", rings: "", paused: "" };
    const { viewer, controller } = await mountViewer({ attributes });
    expect(controller.state).toMatchObject({
      paused: true,
      look: { levels: [2, 30], auto: null, colours: "cividis", scale: "sqrt" },
      rings: { visible: true },
    });
    viewer.paused = false;
    viewer.colormap = "hdr";
    viewer.rings = false;
    viewer.levels = "auto";
    viewer.src = "/monitor/api/1.8.0";
    expect(controller.state).toMatchObject({ paused: false, look: { colours: "hdr", auto: "whole" } });
    expect(controller.state.rings.visible).toBe(false);
    expect(controller.state.source).toBe(`${location.origin}/monitor/api/1.8.0`);
    expect(viewer.getAttribute("colormap")).toBe("hdr");
  });

  it("hands on what is no address, and does not throw", async () => {
    const { viewer, controller } = await mountViewer();
    const errors: string[] = [];
    const note = (event: ErrorEvent) => {
      event.preventDefault();
      errors.push(event.message);
    };
    addEventListener("error", note);
    viewer.src = "http://";
    removeEventListener("error", note);
    expect(errors).toEqual([]);
    expect(controller.calls.at(-1)).toEqual(["connect", "http://"]);
  });

  it("shows the controls that are asked for, and no others", async () => {
    const { viewer } = await mountViewer({ attributes: { controls: "cursor levels" } });
    await expect.element(page.getByRole("group", { name: "Readout" })).toBeVisible();
    await expect.element(page.getByRole("radiogroup", { name: "Scale" })).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Pause" })).not.toBeInTheDocument();
    await expect.element(page.getByRole("textbox", { name: "Distance, mm" })).not.toBeInTheDocument();
    viewer.controls = "none";
    await expect.element(page.getByRole("group", { name: "Readout" })).not.toBeInTheDocument();
    viewer.controls = null;
    await expect.element(page.getByRole("button", { name: "Pause" })).toBeVisible();
  });

  it("stands twice on a page, each with its own state and keys", async () => {
    const left = await mountViewer({ into: half("left") });
    const right = await mountViewer({ into: half("right") });
    left.find(".stage").focus();
    await userEvent.keyboard("r1");
    expect(left.controller.state.rings.visible).toBe(true);
    expect(right.controller.state.rings.visible).toBe(false);
    expect(right.controller.state.view.fit).toBe(true);
    right.find(".stage").focus();
    await userEvent.keyboard(" ");
    expect([left.controller.state.paused, right.controller.state.paused]).toEqual([false, true]);
  });

  it("is put away and put up again; a controller of the page's own is not ended by it", async () => {
    const { viewer, controller } = await mountViewer();
    const other = document.createElement("div");
    document.body.append(other);
    other.append(viewer);
    await settled();
    await expect.element(page.getByRole("button", { name: "Pause" })).toBeVisible();
    viewer.remove();
    await settled();
    expect(viewer.shadowRoot?.childElementCount).toBe(0);
    expect(controller.isDestroyed).toBe(false);
    document.body.append(viewer);
    await expect.element(page.getByRole("button", { name: "Pause" })).toBeVisible();
    const second = FakeController.live(2);
    viewer.controller = second;
    await expect.element(page.getByText("12_2", { exact: true }).first()).toBeVisible();
  });

  it("gives its state as text, and a link where the page makes one", async () => {
    const { viewer, controller } = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "Save" }));
    await expect.element(page.getByRole("button", { name: /^Copy link/ })).not.toBeInTheDocument();
    let linked = "";
    viewer.linkTo = (state) => {
      linked = `https://page.example/#${state}`;
      return linked;
    };
    controller.setView({ x: 12, y: 34, zoom: 5, fit: false });
    await userEvent.click(page.getByRole("button", { name: /^Copy link/ }));
    expect(linked).toBe(`https://page.example/#${viewer.serialize()}`);
    controller.setView({ fit: true });
    viewer.restore(linked.slice(linked.indexOf("#") + 1));
    expect(controller.state.view).toEqual({ x: 12, y: 34, zoom: 5, fit: false });
  });

  it("says what of a link is not understood, also of one that was there before it was in the page", async () => {
    const controller = FakeController.live(2);
    const link = controller.serialize();
    controller.refused = ["beam", "zoom"];
    const viewer = document.createElement("eiger-viewer");
    viewer.controller = controller;
    document.body.append(viewer);
    viewer.restore(link);
    const notice = page.getByText("Not understood in the link, and left out: beam, zoom");
    await expect.element(notice).toBeVisible();
    await userEvent.click(page.getByRole("button", { name: "Dismiss" }));
    await expect.element(notice).not.toBeVisible();
  });

  it("saves a file under the name of the image that is in it", async () => {
    const { controller } = await mountViewer();
    controller.toTIFF = async () => {
      controller.nextImage();
      return new File(["of the former image"], "12_6.tif");
    };
    await userEvent.click(page.getByRole("button", { name: "Save" }));
    await userEvent.click(page.getByRole("button", { name: /^TIFF/ }));
    await expect.element(page.getByText("Saved 12_6.tif")).toBeVisible();
    expect(controller.state.image?.id).toBe("12_7");
  });

  it("is narrow on a phone: a sheet with tabs, no sideways scroll, all figures at a tap", async () => {
    const { find } = await mountViewer({ size: [390, 844] });
    const levels = page.getByRole("tab", { name: "Levels" });
    await expect.element(page.getByRole("radiogroup", { name: "Scale" })).not.toBeInTheDocument();
    await userEvent.click(levels);
    await expect.element(page.getByRole("radiogroup", { name: "Scale" })).toBeVisible();
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(page.getByRole("tab", { name: "Measure" })).toHaveAttribute("aria-selected", "true");
    await userEvent.click(page.getByRole("tab", { name: "Measure" }));
    await expect.element(page.getByRole("tabpanel")).not.toBeInTheDocument();
    expect(find('[data-metric="fetch"]').checkVisibility()).toBe(false);
    await userEvent.click(page.getByRole("button", { name: "All figures" }));
    expect(find('[data-metric="fetch"]').checkVisibility()).toBe(true);
    for (const part of [".live-bar", ".toolbar", ".readout", ".transport", ".panel"])
      expect(find(part).scrollWidth, part).toBeLessThanOrEqual(390);
    expect(document.documentElement.scrollWidth).toBe(390);
  });
});
