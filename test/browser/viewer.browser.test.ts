import { describe, expect, it, onTestFinished } from "vitest";
import { readTiff } from "../../src/index.ts";
import { browserPorts, startInWorker } from "../../web/viewer/browserPorts.ts";
import { createViewer } from "../../web/viewer/controller.ts";
import { startWorker } from "../../web/viewer/trustedWorker.ts";
import type { Drawing, ViewerController } from "../../web/viewer/viewerController.ts";
import { besideThisModule } from "../../web/viewer/workerAddress.ts";
import { controlledDcu } from "./controlledDcu.ts";
import { imageShown, openViewer, pixelsOf, stateWhere } from "./viewerStates.ts";

const SIZE = 512;

/** What the ramp's formula says. */
function ramp(x: number, y: number, image: number): number {
  return (x + 3 * y + 7 * image) % 251;
}

async function drawn(
  viewer: ViewerController,
  request: Parameters<ViewerController["draw"]>[0],
): Promise<Drawing> {
  const drawing = await viewer.draw(request);
  if (drawing === null) throw new Error("nothing was drawn");
  return drawing;
}

/** Grey of a count: 0 … 255 counts are black … white, so that a grey says its count. */
const COUNTS_AS_GREY = { levels: [0, 255], auto: null, colours: "grey", scale: "linear" } as const;

/** The viewer's worker, which leaves a rejection alone when it is told to. */
function workerThatRejects(): Worker {
  const lines = [
    `import ${JSON.stringify(besideThisModule().href)};`,
    'addEventListener("message", ({ data }) => {',
    '  if (data === "reject") Promise.reject(new Error("left alone"));',
    "});",
  ];
  const address = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/javascript" }));
  onTestFinished(() => URL.revokeObjectURL(address));
  return new Worker(address, { type: "module" });
}

describe("a viewer in Chromium", () => {
  it("draws the newest image exactly, at every zoom", async () => {
    const dcu = await controlledDcu();
    await dcu.expose(3);
    const viewer = openViewer({ source: dcu.source });
    const { image } = await imageShown(viewer, "1_2");
    expect(image).toMatchObject({ columns: SIZE, rows: SIZE, depth: 32, series: 1, image: 2 });
    expect(image?.statistics).toMatchObject({ min: 0, max: 250, masked: 0, saturated: 0 });
    viewer.setLook(COUNTS_AS_GREY);
    const whole = { x: 0, y: 0, width: SIZE, height: SIZE };
    const oneToOne = pixelsOf(await drawn(viewer, { region: whole, columns: SIZE, rows: SIZE }));
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [200, 300],
      [511, 511],
    ] as const)
      expect([...oneToOne.subarray(4 * (y * SIZE + x), 4 * (y * SIZE + x) + 4)]).toEqual([
        ...Array(3).fill(ramp(x, y, 2)),
        255,
      ]);

    const close = { x: 100.5, y: 40.25, width: 8, height: 4 };
    const magnified = pixelsOf(await drawn(viewer, { region: close, columns: 80, rows: 40 }));
    for (const [column, row] of [
      [0, 0],
      [4, 7],
      [5, 8],
      [79, 39],
    ] as const) {
      const [x, y] = [Math.floor(100.5 + (column + 0.5) / 10), Math.floor(40.25 + (row + 0.5) / 10)];
      expect(magnified[4 * (row * 80 + column)]).toBe(ramp(x, y, 2));
    }

    const small = pixelsOf(await drawn(viewer, { region: whole, columns: 128, rows: 128 }));
    for (const [column, row] of [
      [0, 0],
      [17, 90],
      [127, 127],
    ] as const) {
      const values = Array.from({ length: 16 }, (_, k) => ramp(4 * column + (k % 4), 4 * row + (k >> 2), 2));
      expect(small[4 * (row * 128 + column)]).toBe(Math.max(...values));
    }
  });

  it("follows its detector, and says what became of each image", async () => {
    const dcu = await controlledDcu();
    const viewer = openViewer({ source: dcu.source });
    await stateWhere(viewer, ({ connection }) => connection === "waiting");
    for (const image of [0, 1, 2]) {
      await dcu.expose();
      await imageShown(viewer, `1_${image}`);
      await drawn(viewer, { region: { x: 0, y: 0, width: 9, height: 9 }, columns: 9, rows: 9 });
    }
    const { counters, connection } = await stateWhere(viewer, ({ counters: { shown } }) => shown === 3);
    expect(connection).toBe("live");
    expect(counters).toMatchObject({ received: 3, shown: 3, skipped: 0, failed: 0 });
    expect(await viewer.getPixel(10.7, 20.2)).toBe(ramp(10, 20, 2));
    expect(await viewer.getPixel(-1, 20)).toBeNull();
  });

  it("pauses on an image, steps back and forth, and goes on with the newest", async () => {
    const dcu = await controlledDcu();
    const viewer = openViewer({ source: dcu.source });
    for (const image of [0, 1, 2]) {
      await dcu.expose();
      await imageShown(viewer, `1_${image}`);
    }
    viewer.pause();
    await dcu.expose();
    await stateWhere(viewer, ({ history: { ids } }) => ids.includes("1_3"));
    expect(viewer.state).toMatchObject({ paused: true, image: { id: "1_2" }, history: { position: 2 } });
    await viewer.step(-2);
    await imageShown(viewer, "1_0");
    expect(await viewer.getPixel(5, 6)).toBe(ramp(5, 6, 0));
    await viewer.seek("1_1");
    await imageShown(viewer, "1_1");
    expect(await viewer.getPixel(5, 6)).toBe(ramp(5, 6, 1));
    viewer.resume();
    const { history, paused } = await imageShown(viewer, "1_3");
    expect({ paused, position: history.position }).toEqual({ paused: false, position: -1 });
  });

  it("draws only the newest of several requests that wait", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const viewer = openViewer({ source: dcu.source });
    await imageShown(viewer, "1_0");
    const requests = [10, 20, 30, 40].map((columns) =>
      viewer.draw({ region: { x: 0, y: 0, width: 100, height: 100 }, columns, rows: 10 }),
    );
    const drawings = await Promise.all(requests);
    expect(drawings.map((drawing) => drawing?.bitmap.width)).toEqual([10, undefined, undefined, 40]);
  });

  it("keeps a hundred images to look back at", async () => {
    const dcu = await controlledDcu();
    const viewer = openViewer({ source: dcu.source, fetchMode: "next" });
    await stateWhere(viewer, ({ connection }) => connection === "waiting");
    await dcu.expose(100);
    const { history } = await stateWhere(viewer, ({ history: { ids } }) => ids.length === 100);
    expect(history.ids).toEqual(Array.from({ length: 100 }, (_, image) => `1_${image}`));
    await viewer.seek("1_42");
    await imageShown(viewer, "1_42");
    expect(await viewer.getPixel(7, 8)).toBe(ramp(7, 8, 42));
    await imageShown(viewer, "1_42");
  });

  it("says that the monitor is disabled, and enables it when asked to", async () => {
    const dcu = await controlledDcu({ enabled: false });
    const viewer = openViewer({ source: dcu.source });
    const { problem } = await stateWhere(viewer, ({ connection }) => connection === "disabled");
    expect(problem).toMatchObject({ kind: "monitor-disabled" });
    await viewer.enableMonitor("");
    await dcu.expose();
    await imageShown(viewer, "1_0");
    expect(viewer.state.problem).toBeNull();
  });

  it("says that the control unit is gone, keeps its last image, and goes on when it is back", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const viewer = openViewer({ source: dcu.source });
    await imageShown(viewer, "1_0");
    await dcu.stop();
    const { problem, image } = await stateWhere(viewer, (state) => state.problem !== null);
    expect(problem?.kind).toBe("offline");
    expect(problem?.retryAt).toBeGreaterThan(performance.now() - 10_000);
    expect(problem?.retryAt).toBeLessThan(performance.now() + 10_000);
    expect(image?.id).toBe("1_0");
    await dcu.start();
    await dcu.expose();
    await imageShown(viewer, "1_1");
    expect(viewer.state.problem).toBeNull();
  });

  it("tells a page that may not read the answers from nobody being there", async () => {
    const dcu = await controlledDcu({ cors: false });
    const viewer = openViewer({ source: dcu.source });
    const { problem, connection } = await stateWhere(viewer, (state) => state.problem !== null);
    expect({ kind: problem?.kind, connection }).toEqual({ kind: "cors", connection: "refused" });
  });

  it("says with a code what cannot be asked for", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const viewer = openViewer({ source: dcu.source });
    await imageShown(viewer, "1_0");
    await expect(viewer.profile([0, 0], [1e6, 0])).rejects.toMatchObject({ code: "BAD_OPTION" });
  });

  it("replaces a worker that crashed, says so, and goes on", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const workers: Worker[] = [];
    const viewer = createViewer(
      { source: dcu.source },
      {
        startEngine: (start) => {
          const worker = startWorker(besideThisModule());
          workers.push(worker);
          return startInWorker(start, worker);
        },
      },
    );
    onTestFinished(() => viewer.destroy());
    await imageShown(viewer, "1_0");
    const lost = expect(viewer.toPNG()).rejects.toThrow("the viewer's worker ended: out of memory");
    workers[0]?.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
    await lost;
    expect(viewer.state.problem?.message).toContain("out of memory");
    await dcu.expose();
    await imageShown(viewer, "1_1");
    expect(workers).toHaveLength(2);
  });

  it("replaces a worker that left a rejection alone, too", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const workers: Worker[] = [];
    const viewer = createViewer(
      { source: dcu.source },
      {
        startEngine: (start) => {
          const worker = workerThatRejects();
          workers.push(worker);
          return startInWorker(start, worker);
        },
      },
    );
    onTestFinished(() => viewer.destroy());
    await imageShown(viewer, "1_0");
    workers[0]?.postMessage("reject");
    const { problem } = await stateWhere(viewer, (state) => state.problem !== null);
    expect(problem?.message).toContain("left alone");
    await imageShown(viewer, "1_0");
    expect(workers).toHaveLength(2);
  });

  it("takes levels from the part that is seen, when told to", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const viewer = openViewer({ source: dcu.source });
    await imageShown(viewer, "1_0");
    expect(viewer.state.look.levels).toEqual([0, 250]);
    // Counts 0 … 12 only.
    await drawn(viewer, { region: { x: 0, y: 0, width: 10, height: 2 }, columns: 10, rows: 2 });
    await viewer.autoLevels("visible");
    expect(viewer.state.look.levels).toEqual([0, 12]);
    await viewer.autoLevels("whole");
    expect(viewer.state.look.levels).toEqual([0, 250]);
  });

  it("writes files of what it shows", async () => {
    const dcu = await controlledDcu({ bitDepth: 16 });
    await dcu.expose();
    const viewer = openViewer({ source: dcu.source });
    await imageShown(viewer, "1_0");
    viewer.setLook(COUNTS_AS_GREY);
    const picture = await createImageBitmap(await viewer.toPNG());
    const pixels = pixelsOf({ bitmap: picture });
    expect(pixels[4 * (3 * SIZE + 5)]).toBe(ramp(5, 3, 0));
    const npy = new Uint8Array(await (await viewer.toNPY()).arrayBuffer());
    expect(npy.length).toBe(128 + 2 * SIZE * SIZE);
    const tiff = new Uint8Array(await (await viewer.toTIFF()).arrayBuffer());
    expect(readTiff(tiff)).toMatchObject({ columns: SIZE, rows: SIZE, depth: 16 });
    const { buffer } = tiff;
    const [strip] = readTiff(tiff).strips;
    expect(new Uint16Array(buffer, strip?.offset, SIZE * SIZE)[3 * SIZE + 5]).toBe(ramp(5, 3, 0));
  });

  it("comes back from its own link as it was", async () => {
    const dcu = await controlledDcu();
    await dcu.expose(2);
    const viewer = openViewer({ source: dcu.source, fetchMode: "next" });
    await imageShown(viewer, "1_1");
    await viewer.seek("1_0");
    await imageShown(viewer, "1_0");
    viewer.setLook({ colours: "viridis", scale: "log", levels: [1, 20] });
    viewer.setView({ x: 100, y: 200, zoom: 4, fit: false });
    viewer.setRings({ visible: true, ice: true });
    viewer.setGeometry({ beamCenter: [250, 260] });
    const link = viewer.serialize();
    const other = openViewer({});
    other.restore(link);
    const { view, look, rings, source, geometry } = viewer.state;
    expect(other.state).toMatchObject({
      view,
      look,
      rings,
      source,
      geometry: { beamCenter: geometry.beamCenter },
    });
    expect(other.serialize()).toBe(link.replace("&image=1_0", ""));
  });

  it("ends its worker when it is destroyed, and asks its source nothing more", async () => {
    const dcu = await controlledDcu();
    await dcu.expose();
    const ended: string[] = [];
    const viewer = createViewer(
      { source: dcu.source },
      {
        startEngine: (start, options) => {
          const link = browserPorts.startEngine(start, options);
          const end = () => {
            ended.push("worker");
            link.end();
          };
          return { ...link, end };
        },
        onHidden: () => () => ended.push("visibility"),
      },
    );
    await imageShown(viewer, "1_0");
    const pending = expect(viewer.toTIFF()).rejects.toThrow("destroyed");
    viewer.destroy();
    await pending;
    viewer.destroy();
    expect(ended).toEqual(["visibility", "worker"]);
    await expect(viewer.getPixel(1, 1)).rejects.toThrow("destroyed");
  });
});
