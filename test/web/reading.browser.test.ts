import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { EigerMonitorError } from "../../src/index.ts";
import { toCanvas } from "../../web/viewer/viewport.ts";
import { mountViewer, point, removeViewers, settled, viewportOf } from "./support/mountedViewer.ts";
import { BEAM_CENTER, COLUMNS, GAP, syntheticFrame } from "./support/syntheticFrame.ts";

afterEach(removeViewers);

describe("the readout", () => {
  it("says counts, place, d, 2θ and q of the pixel under the pointer", async () => {
    const mounted = await mountViewer();
    const readings: unknown[] = [];
    mounted.viewer.addEventListener("cursor", ({ detail }) => readings.push(detail.reading));
    point(mounted, "pointermove", toCanvas(viewportOf(mounted), [640.5, 300.5]));
    const counts = syntheticFrame(6 % 3)[300 * COLUMNS + 640];
    const radius = Math.hypot(640.5 - BEAM_CENTER[0], 300.5 - BEAM_CENTER[1]) * 75e-6;
    const twoTheta = Math.atan(radius / 0.12);
    const d = 1 / (2 * Math.sin(twoTheta / 2));
    const readout = page.getByRole("group", { name: "Readout" });
    await expect.element(readout).toHaveTextContent(`d${d.toFixed(2)}Å`);
    await expect.element(readout).toHaveTextContent(`2θ${((twoTheta * 180) / Math.PI).toFixed(2)}°`);
    await expect.element(readout).toHaveTextContent(`q${((2 * Math.PI) / d).toFixed(3)}Å⁻¹`);
    expect(readings.at(-1)).toMatchObject({ x: 640, y: 300, value: counts });
    point(mounted, "pointerleave", [0, 0]);
    await expect.poll(() => readings.at(-1)).toBe(null);
  });

  it("says of a masked pixel that it is masked", async () => {
    const mounted = await mountViewer();
    point(mounted, "pointermove", toCanvas(viewportOf(mounted), [400.5, GAP[0] + 5.5]));
    await expect.element(page.getByRole("group", { name: "Readout" })).toHaveTextContent("countsmasked");
  });

  it("pins a pixel, which arrows then move and Escape lets go; it is told politely", async () => {
    const mounted = await mountViewer();
    mounted.find(".stage").focus();
    point(mounted, "pointermove", toCanvas(viewportOf(mounted), [100.5, 200.5]));
    await userEvent.keyboard("c");
    point(mounted, "pointerleave", [0, 0]);
    await userEvent.keyboard("{ArrowRight}{Shift>}{ArrowDown}{/Shift}");
    const pinned = mounted.find(".reading-pinned");
    await expect.poll(() => pinned.textContent).toContain("x101y210");
    await expect
      .poll(() => mounted.find("#picture-text").textContent, { timeout: 3000 })
      .toContain("Column 101, row 210");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => pinned.hidden).toBe(true);
  });
});

describe("measuring", () => {
  it("gives the statistics of a box that is drawn, then typed", async () => {
    const mounted = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "Box statistics" }));
    const viewport = viewportOf(mounted);
    point(mounted, "pointerdown", toCanvas(viewport, [100.2, 100.2]));
    point(mounted, "pointermove", toCanvas(viewport, [150, 140]));
    point(mounted, "pointermove", toCanvas(viewport, [199.8, 149.8]));
    point(mounted, "pointerup", toCanvas(viewport, [199.8, 149.8]));
    await expect.poll(() => mounted.find(".measure .facts").textContent).toContain("Pixels5000");
    await userEvent.fill(page.getByRole("textbox", { name: "height" }), "10");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => mounted.find(".measure .facts").textContent).toContain("Pixels1000");
    await userEvent.click(page.getByRole("button", { name: "Remove" }));
    await expect
      .poll(() => mounted.viewer.shadowRoot?.querySelector(".marks")?.hasAttribute("hidden"))
      .toBe(true);
  });

  it("plots a line", async () => {
    const mounted = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "Line profile" }));
    const viewport = viewportOf(mounted);
    point(mounted, "pointerdown", toCanvas(viewport, [100.5, 100.5]));
    point(mounted, "pointermove", toCanvas(viewport, [150.5, 100.5]));
    point(mounted, "pointermove", toCanvas(viewport, [300.5, 100.5]));
    point(mounted, "pointerup", toCanvas(viewport, [300.5, 100.5]));
    await expect.element(page.getByRole("img", { name: /^Line profile, 201 pixels/ })).toBeVisible();
    await settled();
  });

  it("says nothing of a pixel that could not be read, and why; masked is another thing", async () => {
    const mounted = await mountViewer();
    const { controller, find } = mounted;
    const readings: unknown[] = [];
    mounted.viewer.addEventListener("cursor", ({ detail }) => readings.push(detail.reading));
    controller.getPixel = async () => {
      throw new Error("no such memory");
    };
    point(mounted, "pointermove", toCanvas(viewportOf(mounted), [640.5, 300.5]));
    await expect.poll(() => find(".notice").textContent).toContain("Readout: no such memory");
    expect(find(".reading-cursor").textContent).not.toContain("masked");
    expect(find(".reading-cursor").hasAttribute("data-empty")).toBe(true);
    expect(readings).toEqual([]);
  });

  it("is still while the worker is replaced", async () => {
    const mounted = await mountViewer();
    const { controller, find } = mounted;
    const calls: string[] = [];
    controller.getPixel = async () => {
      calls.push("getPixel");
      throw new EigerMonitorError("ENGINE_LOST", "the viewer's worker ended");
    };
    point(mounted, "pointermove", toCanvas(viewportOf(mounted), [640.5, 300.5]));
    await expect.poll(() => calls).toEqual(["getPixel"]);
    await settled();
    expect(find(".notice").hidden).toBe(true);
    expect(find(".reading-cursor").textContent).not.toContain("masked");
  });
});
