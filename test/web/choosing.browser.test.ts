import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { toCanvas } from "../../web/viewer/viewport.ts";
import { mountViewer, point, removeViewers, settled, viewportOf } from "./support/mountedViewer.ts";

afterEach(removeViewers);

describe("Space", () => {
  it("pauses after a colour was chosen with the pointer, which leaves the focus to the picture", async () => {
    const { controller, find } = await mountViewer();
    await userEvent.click(page.getByRole("radio", { name: "Viridis" }));
    expect(find(".stage").matches(":focus")).toBe(true);
    await userEvent.keyboard(" ");
    expect(controller.state).toMatchObject({ paused: true, look: { colours: "viridis" } });
  });

  it("pauses while a chosen radio button has the focus of the keyboard, which stays there", async () => {
    const { controller } = await mountViewer();
    const linear = page.getByRole("radio", { name: "Linear" }).element() as HTMLElement;
    linear.focus();
    await userEvent.keyboard("{ArrowRight} ");
    expect(controller.state).toMatchObject({ paused: true, look: { scale: "sqrt" } });
    expect(page.getByRole("radio", { name: "Sqrt" }).element().matches(":focus")).toBe(true);
  });
});

describe("a figure that cannot be", () => {
  it.each([
    ["Distance, mm", "0", "From 1 to 100\u202F000 mm."],
    ["Distance, mm", "1e9", "From 1 to 100\u202F000 mm."],
    ["Wavelength, Å", "1e-9", "From 0.01 to 100 Å."],
    ["Beam x, px", "-99999", "From -20\u202F000 to 20\u202F000 px."],
    ["White", "1e99", "From 0 to 4\u202F294\u202F967\u202F295."],
    ["White", "abc", "Not a number."],
  ])("%s %s is refused with a sentence; Escape takes it back", async (name, text, sentence) => {
    const { controller, find } = await mountViewer();
    const { geometry, look } = controller.state;
    const field = page.getByRole("textbox", { name, exact: true });
    const before = (field.element() as HTMLInputElement).value;
    await userEvent.fill(field, text);
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByRole("alert").getByText(sentence)).toBeVisible();
    find(".stage").focus();
    controller.change({});
    await settled();
    await expect.element(field).toHaveValue(text);
    expect(controller.state).toMatchObject({ geometry, look });
    await userEvent.click(field);
    await userEvent.keyboard("{Escape}");
    await expect.element(field).toHaveValue(before);
    await expect.element(field).not.toHaveAttribute("aria-invalid");
  });

  it("is no longer marked when another one is shown", async () => {
    const { controller, find } = await mountViewer();
    const field = page.getByRole("textbox", { name: "Distance, mm" });
    await userEvent.fill(field, "abc");
    await userEvent.keyboard("{Enter}");
    find(".stage").focus();
    controller.setGeometry({ detectorDistance: 0.3 });
    await expect.element(field).toHaveValue("300");
    await expect.element(field).not.toHaveAttribute("aria-invalid");
  });
});

describe("the zoom", () => {
  it("is said beside one to one, which is pressed while it is", async () => {
    const { controller, find } = await mountViewer();
    const button = page.getByRole("button", { name: "1:1, one to one" });
    await expect.element(button).toHaveAttribute("aria-pressed", "false");
    find(".stage").focus();
    await userEvent.keyboard("1");
    await expect.element(button).toHaveAttribute("aria-pressed", "true");
    await expect.element(page.getByText("Zoom 1×")).toBeVisible();
    controller.setView({ zoom: 12 / devicePixelRatio, fit: false });
    await expect.element(page.getByText("Zoom 12×")).toBeVisible();
    await expect.element(button).toHaveAttribute("aria-pressed", "false");
  });
});

describe("what was drawn", () => {
  it("shows its figures on a phone, too, when the finger is up", async () => {
    const mounted = await mountViewer({ size: [390, 844] });
    await userEvent.click(page.getByRole("button", { name: "Box statistics" }));
    const tab = page.getByRole("tab", { name: "Measure" });
    await expect.element(tab).toHaveAttribute("aria-selected", "false");
    const viewport = viewportOf(mounted);
    point(mounted, "pointerdown", toCanvas(viewport, [100.2, 100.2]));
    point(mounted, "pointermove", toCanvas(viewport, [199.8, 149.8]));
    await settled();
    await expect.element(tab).toHaveAttribute("aria-selected", "false");
    point(mounted, "pointerup", toCanvas(viewport, [199.8, 149.8]));
    await expect.element(tab).toHaveAttribute("aria-selected", "true");
    await expect.element(page.getByText("5000", { exact: true })).toBeVisible();
  });

  it("along a line has its extremes said and its values copied", async () => {
    const mounted = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "Line profile" }));
    const viewport = viewportOf(mounted);
    point(mounted, "pointerdown", toCanvas(viewport, [100.5, 100.5]));
    point(mounted, "pointermove", toCanvas(viewport, [300.5, 100.5]));
    point(mounted, "pointerup", toCanvas(viewport, [300.5, 100.5]));
    await expect.element(page.getByText(/^Min \d+ · Max \d+$/)).toBeVisible();
    const copied: string[] = [];
    navigator.clipboard.writeText = async (text) => void copied.push(text);
    await userEvent.click(page.getByRole("button", { name: "Copy values" }));
    await expect.element(page.getByText("Values copied")).toBeVisible();
    expect(copied[0]).toMatch(/^pixel\tcounts\n0\t\d+\n1\t\d+\n/);
    expect(copied[0]?.trimEnd().split("\n")).toHaveLength(202);
  });
});
