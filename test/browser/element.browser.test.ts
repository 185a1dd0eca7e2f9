import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../../web/viewer/define.ts";
import type { EigerViewerElement } from "../../web/viewer/element.ts";
import { controlledDcu } from "./controlledDcu.ts";

afterEach(() => document.body.replaceChildren());

const SIZE = 512;

function put(attributes: Readonly<Record<string, string>>): EigerViewerElement {
  const viewer = document.createElement("eiger-viewer");
  for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
  Object.assign(viewer.style, { position: "fixed", inset: "0" });
  document.body.append(viewer);
  return viewer;
}

function shown(viewer: EigerViewerElement, id: string): Promise<void> {
  return new Promise((resolve) => {
    viewer.addEventListener("frame", ({ detail }) => {
      if (detail.image.id === id) resolve();
    });
  });
}

describe("<eiger-viewer> on a detector", () => {
  it("shows what comes, goes back through it, and reads the counts of what it shows", async () => {
    await page.viewport(1280, 800);
    const dcu = await controlledDcu();
    const viewer = put({ src: dcu.source });
    await expect.element(page.getByRole("heading", { name: "No image yet" })).toBeVisible();
    const first = shown(viewer, "1_0");
    await dcu.expose();
    await first;
    const second = shown(viewer, "1_1");
    await dcu.expose();
    await second;
    await expect.element(page.getByText("Live", { exact: true }).first()).toBeVisible();
    await userEvent.click(page.getByRole("button", { name: "Back", exact: true }));
    await expect.poll(() => viewer.controller?.state.image?.id).toBe("1_0");
    await expect.element(page.getByText("Paused", { exact: true })).toBeVisible();
    viewer.controller?.setView({ x: 100.5, y: 60.5, zoom: 40, fit: false });
    viewer.shadowRoot?.querySelector<HTMLElement>(".stage")?.focus();
    await userEvent.keyboard("c");
    const reading = page.getByRole("group", { name: "Readout" });
    await expect.element(reading).toHaveTextContent(`counts${(100 + 3 * 60) % 251}`);
    await expect.element(reading).toHaveTextContent("x100y60");
  });

  it("keeps the last image while the control unit is away, and goes on by itself", async () => {
    const dcu = await controlledDcu();
    const viewer = put({ src: dcu.source });
    const first = shown(viewer, "1_0");
    await dcu.expose();
    await first;
    await dcu.stop();
    const card = page.getByRole("region", { name: "State of the connection" });
    await expect.element(card.getByRole("heading", { name: "Nobody answers" })).toBeVisible();
    await expect.element(card).toHaveTextContent("Behind this: the last image,");
    expect(viewer.controller?.state.image).toMatchObject({ id: "1_0", columns: SIZE });
    await dcu.start();
    await userEvent.click(page.getByRole("button", { name: "Try now" }));
    await expect.element(card).not.toBeInTheDocument();
  });

  it("ends its engine when it is taken away, and comes back with its view and look", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const viewer = put({ src: dcu.source, colormap: "viridis" });
    await shown(viewer, "1_0");
    viewer.controller?.setView({ x: 200, y: 100, zoom: 6, fit: false });
    const { controller } = viewer;
    viewer.remove();
    await expect.poll(() => viewer.controller).toBe(null);
    await expect(controller?.getPixel(1, 1)).rejects.toThrow();
    const again = shown(viewer, "1_0");
    document.body.append(viewer);
    await again;
    expect(viewer.controller?.state).toMatchObject({
      view: { x: 200, y: 100, zoom: 6, fit: false },
      look: { colours: "viridis" },
    });
  });

  it("takes what was set on it before its class was there", async () => {
    const viewer = document.createElement("eiger-viewer");
    // As a page does that runs before the definition.
    Object.defineProperty(viewer, "colormap", { value: "cividis", configurable: true, writable: true });
    document.body.append(viewer);
    expect(viewer.getAttribute("colormap")).toBe("cividis");
    await expect.poll(() => viewer.controller?.state.look.colours).toBe("cividis");
  });
});
