import { expect, type Locator, type Page } from "@playwright/test";
import type { ViewerState } from "eiger-monitor/viewer";
import { decode } from "fast-png";

/** How often something is looked at until it is as expected, milliseconds. */
export const OFTEN: { readonly intervals: number[] } = { intervals: [20, 50, 100] };

/** What the readout says of a pixel, as it is written. */
export interface Reading {
  readonly x: string;
  readonly y: string;
  readonly counts: string;
  readonly d: string;
  readonly twoTheta: string;
  readonly q: string;
}

/** A page with a viewer, as a person finds their way in it: by roles and names. */
export class ViewerPage {
  readonly page: Page;
  readonly element: Locator;
  /** The picture, which takes keys and gestures. */
  readonly stage: Locator;
  readonly card: Locator;

  constructor(page: Page, element: Locator = page.locator("eiger-viewer")) {
    this.page = page;
    this.element = element;
    this.stage = element.getByRole("group", { name: "Detector image" });
    this.card = element.getByRole("region", { name: "State of the connection" });
  }

  button(name: string): Locator {
    return this.element.getByRole("button", { name, exact: true });
  }

  textbox(name: string): Locator {
    return this.element.getByRole("textbox", { name, exact: true });
  }

  radio(name: string): Locator {
    return this.element.getByRole("radio", { name, exact: true });
  }

  slider(name: string): Locator {
    return this.element.getByRole("slider", { name });
  }

  /** The public state; typed arrays do not come along. */
  state(): Promise<ViewerState> {
    return this.element.evaluate((viewer) => {
      const { controller } = viewer as HTMLElementTagNameMap["eiger-viewer"];
      return JSON.parse(JSON.stringify(controller?.state));
    });
  }

  /** Waits until the state matches. */
  async expectState(expected: Record<string, unknown>): Promise<void> {
    await expect.poll(() => this.state(), OFTEN).toMatchObject(expected);
  }

  /** The detector takes images 0 … `count` − 1 of series 1, each when the one before is shown. */
  async showImages(served: { expose(): void }, count: number): Promise<void> {
    for (let image = 0; image < count; image++) {
      served.expose();
      await this.expectState({ image: { id: `1_${image}` } });
    }
  }

  /** Waits until so many images have come. */
  async received(count: number): Promise<void> {
    await this.element.evaluate(
      (viewer, wanted) =>
        new Promise<void>((resolve) => {
          const { controller } = viewer as HTMLElementTagNameMap["eiger-viewer"];
          const look = () => {
            if ((controller?.state.counters.received ?? 0) < wanted) return;
            end?.();
            resolve();
          };
          const end = controller?.subscribe(look);
          look();
        }),
      count,
    );
  }

  /** Takes a part of a link's text, as a page would. */
  async restore(text: string): Promise<void> {
    await this.element.evaluate(
      (viewer, link) => (viewer as HTMLElementTagNameMap["eiger-viewer"]).restore(link),
      text,
    );
  }

  /** A source place in the middle, or so near to it that pixels of the frame begin where those of the screen do. */
  async lookAt(x: number, y: number, zoom: number): Promise<void> {
    const { width, height } = await this.stageBox();
    const density = await this.page.evaluate(() => devicePixelRatio);
    const half = (length: number) => (Math.round(length * density) % 2) / (2 * zoom * density);
    const [middleX, middleY] = [x + half(width), y + half(height)].map((place) => place.toFixed(3));
    await this.restore(`x=${middleX}&y=${middleY}&zoom=${zoom}`);
  }

  /** Where a source place is on the page, CSS pixels. */
  async placeOf(x: number, y: number): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.stageBox();
    const { view, image } = await this.state();
    if (image === null) throw new Error("no image");
    const zoom = view.fit ? Math.min(box.width / image.columns, box.height / image.rows) : view.zoom;
    const [middleX, middleY] = view.fit ? [image.columns / 2, image.rows / 2] : [view.x, view.y];
    return {
      x: box.x + box.width / 2 + (x - middleX) * zoom,
      y: box.y + box.height / 2 + (y - middleY) * zoom,
    };
  }

  /** Rests the pointer on a pixel. */
  async hover(x: number, y: number): Promise<void> {
    const place = await this.placeOf(x + 0.5, y + 0.5);
    await this.page.mouse.move(place.x, place.y);
  }

  /** What the readout says of the pixel under the pointer. */
  async reading(): Promise<Reading> {
    const cells = this.element.getByRole("group", { name: "Readout" }).locator(".reading-cursor dd span");
    const [x = "", y = "", counts = "", d = "", twoTheta = "", q = ""] = await cells.allTextContents();
    return { x, y, counts, d, twoTheta, q };
  }

  /** What the screen shows of source places: red, green and blue of each. */
  async coloursAt(
    places: readonly (readonly [x: number, y: number])[],
  ): Promise<readonly (readonly [red: number, green: number, blue: number])[]> {
    const points: { x: number; y: number }[] = [];
    for (const [x, y] of places) points.push(await this.placeOf(x, y));
    const density = await this.page.evaluate(() => devicePixelRatio);
    const clip = boxAround(points);
    const { data, width, channels } = decode(await this.page.screenshot({ clip }));
    return points.map((point) => {
      const [column, row] = [(point.x - clip.x) * density, (point.y - clip.y) * density];
      const at = channels * (Math.floor(row) * width + Math.floor(column));
      return [data[at] ?? -1, data[at + 1] ?? -1, data[at + 2] ?? -1];
    });
  }

  /** The same of grey places: one number each. */
  async greysAt(places: readonly (readonly [x: number, y: number])[]): Promise<readonly number[]> {
    const colours = await this.coloursAt(places);
    return colours.map(([red, green, blue]) => (red === green && green === blue ? red : -1));
  }

  /** Types into a field, and Enter. */
  async enter(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    await field.press("Enter");
  }

  async stageBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.stage.boundingBox();
    if (box === null) throw new Error("there is no picture");
    return box;
  }
}

/** Whole CSS pixels that hold all of the places. */
function boxAround(places: readonly { readonly x: number; readonly y: number }[]) {
  const left = Math.floor(Math.min(...places.map(({ x }) => x)));
  const top = Math.floor(Math.min(...places.map(({ y }) => y)));
  const right = Math.floor(Math.max(...places.map(({ x }) => x))) + 1;
  const bottom = Math.floor(Math.max(...places.map(({ y }) => y))) + 1;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
