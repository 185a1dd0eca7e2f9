import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mountViewer, removeViewers } from "./support/mountedViewer.ts";

afterEach(removeViewers);

const black = page.getByRole("slider", { name: "Black level (background)" });
const white = page.getByRole("slider", { name: "White level (foreground)" });

describe("the levels", () => {
  it("have handles that keys move, by more the higher they are", async () => {
    const { controller } = await mountViewer();
    controller.setLook({ levels: [0, 10], auto: "whole" });
    (white.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(controller.state.look).toMatchObject({ levels: [0, 11], auto: null });
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}{ArrowUp}");
    expect(controller.state.look.levels).toEqual([0, 10]);
    controller.setLook({ levels: [0, 1000] });
    await expect.element(white).toHaveAttribute("aria-valuetext", "1000 counts");
    await userEvent.keyboard("{ArrowDown}");
    expect(controller.state.look.levels).toEqual([0, 950]);
    await userEvent.keyboard("{PageUp}");
    expect(controller.state.look.levels).toEqual([0, 1425]);
    await userEvent.keyboard("{Home}");
    expect(controller.state.look.levels).toEqual([0, 1]);
    await userEvent.keyboard("{End}");
    expect(controller.state.look.levels[1]).toBe(Number(white.element().getAttribute("aria-valuemax")));
  });

  it("do not cross", async () => {
    const { controller } = await mountViewer();
    controller.setLook({ levels: [5, 8] });
    (black.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}");
    expect(controller.state.look.levels).toEqual([7, 8]);
    (white.element() as HTMLElement).focus();
    await userEvent.keyboard("{PageDown}");
    expect(controller.state.look.levels).toEqual([7, 8]);
    await expect.element(black).toHaveAttribute("aria-valuemax", "7");
  });

  it("are typed, follow the image, or are locked", async () => {
    const { controller } = await mountViewer();
    await userEvent.fill(page.getByRole("textbox", { name: "White" }), "42");
    await userEvent.keyboard("{Enter}");
    expect(controller.state.look).toMatchObject({ levels: [0, 42], auto: null });
    await expect.element(page.getByRole("radio", { name: "Lock" })).toBeChecked();
    await userEvent.click(page.getByRole("radio", { name: "Visible" }));
    expect(controller.state.look.auto).toBe("visible");
    expect(controller.calls.at(-1)).toEqual(["autoLevels", "visible"]);
    await userEvent.fill(page.getByRole("textbox", { name: "Black" }), "not a number");
    await userEvent.keyboard("{Enter}");
    await expect
      .element(page.getByRole("textbox", { name: "Black" }))
      .toHaveAttribute("aria-invalid", "true");
    expect(controller.state.look.auto).toBe("visible");
  });

  it("choose scale, colours, binning and the colours outside of the table", async () => {
    const { controller } = await mountViewer();
    await userEvent.click(page.getByRole("radio", { name: "Log" }));
    await userEvent.click(page.getByRole("radio", { name: "Viridis" }));
    await userEvent.click(page.getByRole("radio", { name: "Mean" }));
    expect(controller.state.look).toMatchObject({ scale: "log", colours: "viridis", binning: "mean" });
    const field = page.getByLabelText("Masked pixels: colour");
    await userEvent.fill(field, "#123456");
    expect(controller.state.look.maskedColour).toBe("#123456");
  });
});
