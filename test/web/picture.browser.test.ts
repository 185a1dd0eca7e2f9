import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type Point, toCanvas, toSource } from "../../web/viewer/viewport.ts";
import { FakeController } from "./support/fakeController.ts";
import {
  type MountedViewer,
  mountViewer,
  point,
  removeViewers,
  settled,
  viewportOf,
} from "./support/mountedViewer.ts";
import { COLUMNS, ROWS } from "./support/syntheticFrame.ts";

afterEach(removeViewers);

function turnWheel(
  mounted: MountedViewer,
  place: Point,
  deltaY: number,
  options: WheelEventInit = {},
): WheelEvent {
  const stage = mounted.find(".stage");
  const { left, top } = stage.getBoundingClientRect();
  const at = { clientX: left + place[0], clientY: top + place[1] };
  const event = new WheelEvent("wheel", { bubbles: true, cancelable: true, deltaY, ...at, ...options });
  stage.dispatchEvent(event);
  return event;
}

describe("the picture", () => {
  it("keeps the pixel under the wheel where it is", async () => {
    const mounted = await mountViewer();
    const place: Point = [333, 217];
    const before = toSource(viewportOf(mounted), place);
    for (const deltaY of [-300, -700, 250, -900]) turnWheel(mounted, place, deltaY);
    expect(viewportOf(mounted).zoom).toBeGreaterThan(2);
    const [x, y] = toCanvas(viewportOf(mounted), before);
    expect(x).toBeCloseTo(place[0], 6);
    expect(y).toBeCloseTo(place[1], 6);
  });

  it("keeps the pixel under a drag, and the one between two fingers", async () => {
    const mounted = await mountViewer();
    turnWheel(mounted, [400, 300], -1200);
    const grabbed = toSource(viewportOf(mounted), [400, 300]);
    point(mounted, "pointerdown", [400, 300]);
    point(mounted, "pointermove", [410, 310]);
    point(mounted, "pointermove", [523, 251]);
    point(mounted, "pointerup", [523, 251]);
    const [x, y] = toCanvas(viewportOf(mounted), grabbed);
    expect([x, y]).toEqual([expect.closeTo(523, 6), expect.closeTo(251, 6)]);

    const between = toSource(viewportOf(mounted), [400, 300]);
    const { zoom } = viewportOf(mounted);
    point(mounted, "pointerdown", [350, 300], { pointerId: 1, pointerType: "touch" });
    point(mounted, "pointerdown", [450, 300], { pointerId: 2, pointerType: "touch" });
    point(mounted, "pointermove", [300, 300], { pointerId: 1, pointerType: "touch" });
    point(mounted, "pointermove", [500, 300], { pointerId: 2, pointerType: "touch" });
    point(mounted, "pointerup", [300, 300], { pointerId: 1, pointerType: "touch" });
    point(mounted, "pointerup", [500, 300], { pointerId: 2, pointerType: "touch" });
    expect(viewportOf(mounted).zoom).toBeCloseTo(2 * zoom, 6);
    const [middleX, middleY] = toCanvas(viewportOf(mounted), between);
    expect([middleX, middleY]).toEqual([expect.closeTo(400, 6), expect.closeTo(300, 6)]);
  });

  it("moves the last picture at once, while the sharp one is not drawn yet", async () => {
    const controller = FakeController.live(2);
    const mounted = await mountViewer({ controller });
    const canvas = mounted.find("canvas.sharp") as HTMLCanvasElement;
    await expect.poll(() => canvas.width).toBeGreaterThan(100);
    const draw = controller.draw.bind(controller);
    let finish = (): void => undefined;
    let drawings = 0;
    controller.draw = async (request) => {
      drawings += 1;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return draw(request);
    };
    const width = canvas.width;
    for (let turn = 0; turn < 5; turn++) {
      turnWheel(mounted, [400, 300], -200);
      await settled();
    }
    expect(canvas.style.transform).toContain("scale(");
    expect(canvas.style.imageRendering).toBe("pixelated");
    expect(canvas.width).toBe(width);
    // One is under way; the other turns ask for one more, the newest.
    expect(drawings).toBe(1);
    finish();
    await expect.poll(() => drawings).toBe(2);
    finish();
    await expect.poll(() => canvas.style.transform).not.toContain("scale(");
  });

  it("is drawn and read anew for another image of the same id", async () => {
    const controller = FakeController.live(2);
    await mountViewer({ controller });
    const { image } = controller.state;
    if (image === null) throw new Error("no image");
    const asked: string[] = [];
    const [draw, getPixel, statisticsOf] = [controller.draw, controller.getPixel, controller.statisticsOf];
    Object.assign(controller, {
      draw: (...request: Parameters<typeof draw>) => {
        asked.push("picture");
        return draw.apply(controller, request);
      },
      getPixel: (...place: Parameters<typeof getPixel>) => {
        asked.push("pixel");
        return getPixel.apply(controller, place);
      },
      statisticsOf: (...shape: Parameters<typeof statisticsOf>) => {
        asked.push("statistics");
        return statisticsOf.apply(controller, shape);
      },
    });
    await userEvent.click(page.getByRole("button", { name: "Box" }));
    const stage = page.getByRole("group", { name: "Detector image" });
    await userEvent.dragAndDrop(stage, stage, {
      sourcePosition: { x: 300, y: 200 },
      targetPosition: { x: 400, y: 300 },
    });
    await expect.poll(() => asked).toContain("statistics");
    await settled();
    asked.length = 0;
    controller.change({ image: { ...image, threshold: 2, key: image.key + 1000 } });
    await expect.poll(() => asked.toSorted()).toEqual(["picture", "pixel", "statistics"]);
  });

  it("bears no printed counts of another image", async () => {
    const controller = FakeController.live(2);
    const mounted = await mountViewer({ controller });
    const printed = mounted.find(".pixel-values");
    controller.setView({ x: 100, y: 100, zoom: 40, fit: false });
    await expect.poll(() => printed.checkVisibility()).toBe(true);
    const getPixels = controller.getPixels.bind(controller);
    let answered = 0;
    controller.getPixels = async (rectangle) => {
      answered += 1;
      return { ...(await getPixels(rectangle)), imageKey: 999 };
    };
    controller.nextImage();
    await expect.poll(() => printed.checkVisibility()).toBe(false);
    expect(answered).toBeGreaterThan(0);
    controller.getPixels = getPixels;
    controller.nextImage();
    await expect.poll(() => printed.checkVisibility()).toBe(true);
  });

  it("draws device pixels one to one, edges of the frame included", async () => {
    const mounted = await mountViewer();
    const canvas = mounted.find("canvas.sharp") as HTMLCanvasElement;
    await expect.poll(() => canvas.style.transform).not.toBe("");
    const { zoom, density } = viewportOf(mounted);
    expect(Number.parseFloat(canvas.style.width) * density).toBe(canvas.width);
    expect(canvas.height).toBe(Math.ceil(ROWS * zoom * density));
    expect(Math.abs(canvas.width - COLUMNS * zoom * density)).toBeLessThan(2);
  });

  it("fits, shows one to one, doubles, and stops at its limits", async () => {
    const mounted = await mountViewer();
    await userEvent.click(page.getByRole("button", { name: "One to one" }));
    expect(viewportOf(mounted).zoom).toBe(1 / devicePixelRatio);
    mounted
      .find(".stage")
      .dispatchEvent(new MouseEvent("dblclick", { clientX: 400, clientY: 300, bubbles: true }));
    expect(viewportOf(mounted).zoom).toBe(2 / devicePixelRatio);
    for (let turn = 0; turn < 40; turn++) turnWheel(mounted, [400, 300], -900);
    expect(viewportOf(mounted).zoom).toBe(100);
    for (let turn = 0; turn < 40; turn++) turnWheel(mounted, [400, 300], 900);
    const smallest = viewportOf(mounted).zoom;
    await userEvent.click(page.getByRole("button", { name: "Fit" }));
    expect(viewportOf(mounted).fit).toBe(true);
    expect(viewportOf(mounted).zoom).toBeCloseTo(2 * smallest, 9);
  });

  it("leaves the wheel to the page where it is told to, and takes it with Ctrl", async () => {
    const mounted = await mountViewer({ attributes: { wheel: "ctrl" } });
    const { zoom } = viewportOf(mounted);
    expect(turnWheel(mounted, [400, 300], -300).defaultPrevented).toBe(false);
    expect(viewportOf(mounted).zoom).toBe(zoom);
    expect(turnWheel(mounted, [400, 300], -30, { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(viewportOf(mounted).zoom).toBeGreaterThan(zoom);
  });

  it("prints counts in large pixels, and hides them while it moves", async () => {
    const mounted = await mountViewer();
    mounted.controller.setView({ x: 600, y: 300, zoom: 40, fit: false });
    const print = mounted.find(".pixel-values");
    await expect.poll(() => print.hidden).toBe(false);
    point(mounted, "pointerdown", [400, 300]);
    point(mounted, "pointermove", [450, 300]);
    await expect.poll(() => print.hidden).toBe(true);
    point(mounted, "pointerup", [450, 300]);
    await expect.poll(() => print.hidden).toBe(false);
    mounted.controller.setView({ zoom: 20 });
    await expect.poll(() => print.hidden).toBe(true);
  });

  it("prints no counts of one image on the picture of another", async () => {
    const mounted = await mountViewer();
    const { controller, viewer, find } = mounted;
    controller.setView({ x: 600, y: 300, zoom: 40, fit: false });
    const print = find(".pixel-values");
    await expect.poll(() => print.hidden).toBe(false);
    // Its counts never come.
    controller.getPixels = () => new Promise(() => undefined);
    const pictured = new Promise((resolve) => viewer.addEventListener("frame", resolve, { once: true }));
    controller.nextImage();
    await pictured;
    expect(print.hidden).toBe(true);
  });

  it("shows where in the frame one is, and goes where the overview is pressed", async () => {
    const mounted = await mountViewer();
    const overview = page.getByRole("img", { name: "Overview of the whole frame" });
    await expect.element(overview).not.toBeInTheDocument();
    mounted.controller.setView({ x: 300, y: 300, zoom: 4, fit: false });
    await expect.element(overview).toBeVisible();
    await userEvent.click(overview);
    const { x, y } = mounted.controller.state.view;
    expect(Math.hypot(x - COLUMNS / 2, y - ROWS / 2)).toBeLessThan(20);
    await userEvent.dblClick(overview);
    expect(mounted.controller.state.view.zoom).toBe(4);
  });
});
