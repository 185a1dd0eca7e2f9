import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mountViewer, removeViewers } from "./support/mountedViewer.ts";

afterEach(removeViewers);

const choice = page.getByRole("combobox", { name: "Threshold" });

describe("the threshold", () => {
  it("is chosen in the bar, where there is more than one", async () => {
    const { controller } = await mountViewer();
    await expect.element(choice).not.toBeInTheDocument();
    controller.change({ thresholds: 1 });
    await expect.element(choice).not.toBeInTheDocument();
    controller.change({ thresholds: 2 });
    await expect.element(choice).toHaveValue("1");
    await userEvent.selectOptions(choice, "Threshold 2");
    expect(controller.state.threshold).toBe(2);
    await expect.element(choice).toHaveValue("2");
  });

  it("that was chosen can be changed, though there is one only", async () => {
    const { controller } = await mountViewer();
    controller.change({ thresholds: 1, threshold: 2 });
    await expect.element(choice).toHaveValue("2");
    await userEvent.selectOptions(choice, "Threshold 1");
    expect(controller.state.threshold).toBe(1);
  });

  it("is on a phone with all the other figures", async () => {
    const { controller } = await mountViewer({ size: [320, 568] });
    controller.change({ thresholds: 2 });
    await userEvent.click(page.getByRole("button", { name: "All figures" }));
    await userEvent.selectOptions(choice, "Threshold 2");
    expect(controller.state.threshold).toBe(2);
  });

  it("goes with t to the other one at once, and nowhere where there is no other", async () => {
    const { controller, find } = await mountViewer();
    const { image } = controller.state;
    controller.change({ thresholds: 2, image: image && { ...image, threshold: 1 } });
    find(".stage").focus();
    await userEvent.keyboard("t");
    expect(controller.state.threshold).toBe(2);
    await userEvent.keyboard("t");
    expect(controller.state.threshold).toBe(1);
    controller.change({ thresholds: 1 });
    await userEvent.keyboard("t");
    expect(controller.state.threshold).toBe(1);
  });
});
