import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { FakeController } from "./support/fakeController.ts";
import { mountViewer, removeViewers, settled } from "./support/mountedViewer.ts";

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

  it("has an end, where the button keeps the focus", async () => {
    const { controller, find } = await mountViewer();
    const back = find('[aria-label="Back"]');
    back.focus();
    for (let step = 0; step < 6; step++) {
      await userEvent.keyboard("{Enter}");
      await settled();
    }
    expect(controller.state.image?.id).toBe("12_1");
    expect(back.getAttribute("aria-disabled")).toBe("true");
    expect(back.matches(":focus")).toBe(true);
    controller.resume();
    await settled();
    find('[aria-label="Forward"]').click();
    expect(controller.state.paused).toBe(false);
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
    await expect.element(page.getByText("Live", { exact: true }).first()).toBeVisible();
  });

  it("is the image's own in the age, in bar and card alike", async () => {
    const { controller, find } = await mountViewer();
    const { image } = controller.state;
    const now = Date.now() / 1000;
    const show = (timestamp: number | null) =>
      controller.change({
        image: image && { ...image, timestamp, arrival: now },
        connection: "unreachable",
        problem: { kind: "offline", message: "gone", hint: "" },
      });
    const age = () => find(".metric-age").textContent;
    const card = page.getByRole("region", { name: "State of the connection" });
    show(now - 754);
    await expect.poll(age).toMatch(/^age12 min 3[45] s$/);
    await expect.element(card).toHaveTextContent(/the last image, 12 min 3[45] s old\./);
    // Of a clock that is ahead, of one that was never set, of none.
    for (const timestamp of [now + 5, now - 100_000, null]) {
      show(timestamp);
      await expect.poll(age).toMatch(/^received\d\S* s ago$/);
      await expect.element(card).toHaveTextContent(/the last image, received \d\S* s ago\./);
    }
  });

  it.each([
    ["newest", false, /nobody empties its buffer/],
    ["monitor", false, /nobody empties its buffer/],
    ["next", true, /not taken in time/],
  ] as const)(
    "that is lost is only alarming for who takes each image: %s",
    async (fetchMode, isNoted, says) => {
      const { controller, find } = await mountViewer();
      controller.change({ fetchMode, counters: { ...controller.state.counters, dropped: 7 } });
      const figure = find('[data-metric="dropped"]');
      await expect.poll(() => figure.textContent).toBe("7");
      expect(figure.hasAttribute("data-noted")).toBe(isNoted);
      expect(find(".metric-dropped").title).toMatch(says);
    },
  );

  it("stands still while the buffer of the control unit is full, and why is said", async () => {
    const { controller, find } = await mountViewer();
    const { image, counters } = controller.state;
    // Told again, the image is the same one all the same.
    controller.change({
      connection: "waiting",
      image: image && { ...image },
      counters: { ...counters, dropped: 8 },
    });
    await expect.poll(() => find(".state").textContent).toBe("Waitingbuffer of the control unit full");
  });

  it("is scrubbed to where the pointer rests: not through all between, nor back under it", async () => {
    const { controller, find } = await mountViewer();
    const slider = find(".scrub") as HTMLInputElement;
    const asked: (number | string)[] = [];
    const answers: (() => void)[] = [];
    controller.seek = async (image) => {
      asked.push(image);
      await new Promise<void>((resolve) => answers.push(resolve));
      await FakeController.prototype.seek.call(controller, image);
    };
    slider.dispatchEvent(new PointerEvent("pointerdown"));
    for (const place of ["4", "3", "2", "1"]) {
      slider.value = place;
      slider.dispatchEvent(new Event("input"));
    }
    expect(asked).toEqual([5]);
    controller.nextImage();
    await settled();
    expect(slider.value).toBe("1");
    expect(slider.getAttribute("aria-valuetext")).toBe("image 12_2, 2 of 6");
    slider.dispatchEvent(new PointerEvent("pointerup"));
    answers[0]?.();
    await expect.poll(() => asked).toEqual([5, 2]);
    await settled();
    expect(slider.value).toBe("1");
    answers[1]?.();
    await expect.poll(() => controller.state.image?.id).toBe("12_2");
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe("image 12_2, 2 of 7");
  });
});
