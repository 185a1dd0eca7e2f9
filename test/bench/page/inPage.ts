/** What runs in the viewer's page; each function is sent there by itself, so it uses nothing of its surroundings. */
import type { Drawing, ViewerState } from "eiger-monitor/viewer";

/** A picture on the canvas; times in Unix milliseconds. */
export interface ShownFrame {
  readonly id: string;
  readonly shownAt: number;
  /** Of the worker, for the image: until its last byte was there, and from asking to then. */
  readonly arrivedAt: number;
  readonly fetchTime: number;
  /** Of that image, milliseconds. */
  readonly decodeTime: number;
}

/** How long it took to draw once, milliseconds. */
export interface DrawTimes {
  /** In the worker. */
  readonly worker: number;
  /** From changing the look or view to the bitmap in the page's hands. */
  readonly whole: number;
  /** Was it a picture of the whole frame? */
  readonly isWhole: boolean;
}

interface PageScope {
  readonly viewer: {
    readonly controller: {
      readonly state: ViewerState;
      pause(): void;
      setLook(look: object): void;
      draw(request: object): Promise<Drawing | null>;
    };
  };
  readonly seen: { frames: ShownFrame[]; longTasks: number[] };
}

/** Before the page's own script: notes pictures and long tasks from the beginning. */
export function watch(): void {
  const seen: PageScope["seen"] = { frames: [], longTasks: [] };
  Object.assign(globalThis, { seen });
  globalThis.addEventListener("frame", (event) => {
    const { image } = (event as CustomEvent<{ image: NonNullable<ViewerState["image"]> }>).detail;
    seen.frames.push({
      id: image.id,
      shownAt: performance.timeOrigin + performance.now(),
      arrivedAt: 1000 * image.arrival,
      fetchTime: image.timings.fetch,
      decodeTime: image.timings.decode,
    });
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
  }).observe({ type: "longtask" });
}

export function takeSeen(): PageScope["seen"] {
  const { seen } = globalThis as unknown as PageScope;
  return { frames: seen.frames.splice(0), longTasks: seen.longTasks.splice(0) };
}

export function countFrames(): number {
  return (globalThis as unknown as PageScope).seen.frames.length;
}

export function historyBytes(): number {
  return (globalThis as unknown as PageScope).viewer.controller.state.history.bytes;
}

/** Bodies of the newest images, read to their end and thrown away: milliseconds of each, request and all. */
export async function fetchBodies({ source, count }: { source: string; count: number }): Promise<number[]> {
  const times: number[] = [];
  let former = "";
  while (times.length < count) {
    const list: [series: number, images: number[]][] = await (await fetch(`${source}/images`)).json();
    const [series, images] = list.at(-1) ?? [0, []];
    const id = `${series}/${images.at(-1)}`;
    if (id === former) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    former = id;
    const begun = performance.now();
    const reader = (await fetch(`${source}/images/${id}`)).body?.getReader();
    while (reader !== undefined && !(await reader.read()).done);
    times.push(performance.now() - begun);
  }
  return times;
}

/** Draws the shown image anew with one look after the other, and at one zoom after the other. */
export async function redraw({ columns, rows }: { columns: number; rows: number }): Promise<DrawTimes[]> {
  const { controller } = (globalThis as unknown as PageScope).viewer;
  controller.pause();
  const { image } = controller.state;
  if (image === null) throw new Error("there is no image");
  const times: DrawTimes[] = [];
  const looks = [
    { levels: [0, 7], auto: null },
    { levels: [0, 30], auto: null },
    { colours: "viridis" },
    { colours: "inverted-grey" },
    { scale: "log" },
    { scale: "sqrt" },
    { scale: "linear" },
  ];
  const fit = Math.min(columns / image.columns, rows / image.rows);
  for (const zoom of [fit, 0.5, 1, 4, 16]) {
    for (const look of looks) {
      const begun = performance.now();
      controller.setLook(look);
      const [width, height] = [Math.min(columns / zoom, image.columns), Math.min(rows / zoom, image.rows)];
      const region = { x: (image.columns - width) / 2, y: (image.rows - height) / 2, width, height };
      const drawing = await controller.draw({
        region,
        columns: Math.round(width * zoom),
        rows: Math.round(height * zoom),
      });
      if (drawing === null) continue;
      const isWhole = zoom === fit;
      times.push({ worker: drawing.drawTime, whole: performance.now() - begun, isWhole });
      drawing.bitmap.close();
    }
  }
  return times;
}
