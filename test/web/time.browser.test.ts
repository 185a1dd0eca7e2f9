import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mountViewer, removeViewers } from "./support/mountedViewer.ts";

afterEach(removeViewers);

describe("time", () => {
  it("is stopped, gone through and taken up again", async () => {
    const { controller } = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "Pause" }));
    await expect.element(page.getByText("Paused", { exact: true })).toBeVisible();
    controller.nextImage();
    controller.nextImage();
    expect(controller.state.image?.id).toBe("12_6");
    await userEvent.click(page.getByRole("button", { name: "Back", exact: true }));
    expect(controller.state.image?.id).toBe("12_5");
    await userEvent.click(page.getByRole("button", { name: "Forward" }));
    await userEvent.click(page.getByRole("button", { name: "Forward" }));
    expect(controller.state.image?.id).toBe("12_7");
    await expect.element(page.getByText("12_7 −1")).toBeVisible();
    await userEvent.click(page.getByRole("button", { name: "Back to live" }));
    expect(controller.state).toMatchObject({
      paused: false,
      history: { position: -1 },
      image: { id: "12_8" },
    });
    await expect.element(page.getByRole("button", { name: "Back to live" })).not.toBeInTheDocument();
    await expect.element(page.getByRole("button", { name: "Pause" })).toBeVisible();
  });

  it("is scrubbed through, by keys too", async () => {
    const { controller } = await mountViewer();
    const scrub = page.getByRole("slider", { name: "Kept images" });
    await expect.element(scrub).toHaveAttribute("aria-valuetext", "image 12_6, 6 of 6");
    (scrub.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(controller.state).toMatchObject({ paused: true, image: { id: "12_4" } });
    await userEvent.keyboard("{Home}");
    expect(controller.state.image?.id).toBe("12_1");
    await expect.element(page.getByText("6 kept · 2.5 MB")).toBeVisible();
  });

  it("is scrubbed through where ids come again", async () => {
    const { controller } = await mountViewer();
    const { history } = controller.state;
    controller.change({ history: { ...history, ids: history.ids.map(() => "12_1") } });
    const scrub = page.getByRole("slider", { name: "Kept images" });
    (scrub.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(controller.state.history.position).toBe(3);
  });

  it("is said in the live bar, with all figures", async () => {
    const { controller, find } = await mountViewer();
    controller.change({
      rates: { received: 10, shown: 9.5, bytes: 179.2e6 },
      counters: { ...controller.state.counters, skipped: 12_345, dropped: 7, failed: 2 },
    });
    const figure = (name: string) => find(`[data-metric="${name}"]`);
    await expect.poll(() => figure("shown").textContent).toBe("9.5");
    expect(figure("received").textContent).toBe("10.0");
    expect(figure("skipped").textContent).toBe("12\u202F345");
    expect(figure("dropped").textContent).toBe("7");
    expect(figure("failed").textContent).toBe("2");
    expect(figure("bytes").textContent).toBe("179 MB/s");
    expect(figure("age").textContent).toMatch(/^\d.* s$/);
    await expect.element(page.getByText("Live", { exact: true })).toBeVisible();
  });
});
