import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mountViewer, removeViewers } from "./support/mountedViewer.ts";

afterEach(removeViewers);

describe("the keyboard", () => {
  it("does what the help lists", async () => {
    const { controller, find } = await mountViewer();
    find(".stage").focus();
    await userEvent.keyboard(" ");
    expect(controller.state.paused).toBe(true);
    await userEvent.keyboard(",{ArrowLeft}.");
    expect(controller.state.image?.id).toBe("12_5");
    await userEvent.keyboard("{End}");
    expect(controller.state.paused).toBe(false);
    await userEvent.keyboard("1");
    const { x } = controller.state.view;
    await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}+");
    expect(controller.state.view.x).toBeGreaterThan(x);
    expect(controller.state.view.zoom).toBe(1.5 / devicePixelRatio);
    await userEvent.keyboard("0");
    expect(controller.state.view.fit).toBe(true);
    await userEvent.keyboard("liirwt");
    expect(controller.state).toMatchObject({
      look: { scale: "sqrt", colours: "inverted-grey" },
      rings: { visible: true, ice: true },
      threshold: 2,
    });
    await userEvent.keyboard("a");
    expect(controller.state.look.auto).toBe(null);
    expect(controller.calls.at(-1)).toEqual(["autoLevels", "whole"]);
    await userEvent.keyboard("{Shift>}A{/Shift}");
    expect(controller.state.look.auto).toBe("whole");
    const masked = controller.state.look.maskedColour;
    await userEvent.keyboard("m");
    expect(controller.state.look.maskedColour).toBe("#ffffff");
    await userEvent.keyboard("m");
    expect(controller.state.look.maskedColour).toBe(masked);
    await userEvent.keyboard("s");
    await expect.poll(() => controller.calls.at(-1)).toEqual(["toPNG"]);
  });

  it("opens the help, which Escape closes", async () => {
    const { controller, find } = await mountViewer();
    find(".stage").focus();
    await userEvent.keyboard("?");
    const help = page.getByRole("dialog", { name: "Keys and gestures" });
    await expect.element(help).toBeVisible();
    await expect.element(help).toHaveTextContent("Pause, resume");
    await userEvent.keyboard("r");
    expect(controller.state.rings.visible).toBe(false);
    await userEvent.click(help.getByRole("radio", { name: "Dark" }));
    expect(document.querySelector("eiger-viewer")?.theme).toBe("dark");
    await userEvent.keyboard("{Escape}");
    await expect.element(help).not.toBeInTheDocument();
  });

  it("acts only while the viewer has the focus, not in its fields, and not when it is told not to", async () => {
    const { controller, viewer, find } = await mountViewer();
    document.body.tabIndex = -1;
    document.body.focus();
    await userEvent.keyboard("r");
    expect(controller.state.rings.visible).toBe(false);
    await userEvent.click(page.getByRole("textbox", { name: "White" }));
    await userEvent.keyboard("r1");
    expect(controller.state).toMatchObject({ rings: { visible: false }, view: { fit: true } });
    find(".stage").focus();
    viewer.shortcuts = false;
    await userEvent.keyboard("r");
    expect(controller.state.rings.visible).toBe(false);
    viewer.shortcuts = true;
    await userEvent.keyboard("r");
    expect(controller.state.rings.visible).toBe(true);
  });

  it("never holds Tab: from before the viewer through all of it to what comes after", async () => {
    const before = document.createElement("button");
    document.body.append(before);
    const { find } = await mountViewer();
    const after = document.createElement("button");
    document.body.append(after);
    before.focus();
    const visited = new Set<Element | null>();
    for (let press = 0; press < 80 && document.activeElement !== after; press++) {
      await userEvent.keyboard("{Tab}");
      visited.add(document.querySelector("eiger-viewer")?.shadowRoot?.activeElement ?? null);
    }
    expect(document.activeElement).toBe(after);
    expect(visited).toContain(find(".stage"));
    expect(visited).toContain(find(".handle-white"));
    expect(visited).toContain(find(".scrub"));
  });
});
