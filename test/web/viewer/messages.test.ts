import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ViewerController, ViewerMessage } from "../../../web/viewer/index.ts";
import { MessageControl } from "../../../web/viewer/messages/messageControl.ts";
import { quietViewer } from "../support/quietViewer.ts";

const MARK = { "eiger-viewer": 1 } as const;

function controlOf(viewer: ViewerController) {
  const told: ViewerMessage[] = [];
  const control = new MessageControl(viewer, (message) => told.push(message));
  onTestFinished(() => control.dispose());
  /** What it answers. */
  const send = async (message: unknown) => {
    const answers: ViewerMessage[] = [];
    await control.receive(message, (answer) => answers.push(answer));
    return answers;
  };
  return { told, send };
}

describe("a viewer that is driven by messages", () => {
  it("follows each command, and answers those that ask for it", async () => {
    const { viewer, asked } = await quietViewer();
    const { send } = controlOf(viewer);
    const commands = [
      { command: "load", source: "http://dcu.test/monitor/api/1.8.0", mode: "monitor" },
      { command: "view", x: 12, y: 34.5, zoom: 8 },
      { command: "levels", levels: [0, 30], scale: "log", colours: "viridis", masked: "#102030" },
      { command: "rings", rings: true, resolutions: [4, 2], ice: true },
      { command: "geometry", beam: [10, 20.5], distance: 0.2, wavelength: 1, pixel: [75e-6, 75e-6] },
      { command: "threshold", threshold: 2 },
      { command: "step", by: -1 },
      { command: "seek", image: "3_4" },
      { command: "seek", image: 17 },
      { command: "pause" },
      { command: "resume" },
    ];
    for (const [request, command] of commands.entries())
      expect(await send({ ...MARK, ...command, request })).toEqual([
        { ...MARK, event: "reply", request, result: null },
      ]);
    expect(viewer.state).toMatchObject({
      source: "http://dcu.test/monitor/api/1.8.0",
      fetchMode: "monitor",
      view: { x: 12, y: 34.5, zoom: 8, fit: false },
      look: { levels: [0, 30], auto: null, scale: "log", colours: "viridis", maskedColour: "#102030" },
      rings: { visible: true, resolutions: [4, 2], ice: true },
      geometry: { beamCenter: [10, 20.5], detectorDistance: 0.2, wavelength: 1, pixelSize: [75e-6, 75e-6] },
      threshold: 2,
      paused: false,
    });
    expect(asked).toEqual([
      "connect http://dcu.test/monitor/api/1.8.0",
      "setThreshold 2",
      "step -1",
      "seek 3_4",
      "seek 17",
      "pause",
      "resume",
    ]);
    expect(await send({ ...MARK, command: "view", fit: true })).toEqual([]);
    expect(viewer.state.view.fit).toBe(true);
  });

  it("tells its state to who listens, what changes, and each image that is shown", async () => {
    const { viewer, show } = await quietViewer();
    const { told, send } = controlOf(viewer);
    const [state] = await send({ ...MARK, command: "listen" });
    expect(state).toMatchObject({ ...MARK, event: "state", state: { word: "No source", paused: false } });
    expect(() => structuredClone(state)).not.toThrow();
    await show(5);
    await show(6);
    expect(told.filter(({ event }) => event === "image")).toMatchObject([
      { image: { id: "12_5" } },
      { image: { id: "12_6" } },
    ]);
    told.length = 0;
    viewer.setRings({ visible: true });
    await Promise.resolve();
    expect(told).toMatchObject([{ event: "state", state: { rings: { visible: true } } }]);
    expect(told[0]).toMatchObject({ state: { link: expect.stringContaining("rings=1") } });
  });

  it("gives a pixel's count and a file in its reply, and the reason where it cannot", async () => {
    const file = new File(["x"], "1_0.npy");
    const { viewer, show } = await quietViewer({
      npy: async () => file,
      tiff: () => Promise.reject(new Error("no memory")),
      pixels: async (rectangle) => ({ ...rectangle, values: Float64Array.of(42), imageKey: 1 }),
    });
    await show(1);
    const { send } = controlOf(viewer);
    expect(await send({ ...MARK, command: "pixel", x: 3, y: 4, request: "p" })).toEqual([
      { ...MARK, event: "reply", request: "p", result: 42 },
    ]);
    expect(await send({ ...MARK, command: "save", as: "npy", request: 1 })).toEqual([
      { ...MARK, event: "reply", request: 1, result: file },
    ]);
    expect(await send({ ...MARK, command: "save", as: "tiff", request: 2 })).toEqual([
      { ...MARK, event: "failure", request: 2, code: "FAILED", message: "no memory" },
    ]);
  });

  it("has a bounded number of commands under way", async () => {
    let answer: (file: File) => void = () => undefined;
    const npy = new Promise<File>((resolve) => {
      answer = resolve;
    });
    const { viewer } = await quietViewer({ npy: () => npy });
    const { send } = controlOf(viewer);
    const saves = Array.from({ length: 8 }, (_, request) =>
      send({ ...MARK, command: "save", as: "npy", request }),
    );
    expect(await send({ ...MARK, command: "pause", request: 8 })).toMatchObject([
      { event: "failure", code: "BUSY" },
    ]);
    expect(viewer.state.paused).toBe(false);
    answer(new File([], "1_0.npy"));
    for (const [saved] of await Promise.all(saves)) expect(saved).toMatchObject({ event: "reply" });
    expect(await send({ ...MARK, command: "pause", request: 9 })).toMatchObject([{ event: "reply" }]);
  });
});

describe("a message that is no command", () => {
  it.each([
    ["text", "pause"],
    ["nothing", null],
    ["a list", ["pause"]],
    ["without the mark", { command: "pause" }],
    ["of another version", { "eiger-viewer": 2, command: "pause" }],
    ["of another viewer's", { ...MARK, event: "state", state: {} }],
    ["whose command is inherited", Object.create({ ...MARK, command: "pause" })],
  ])("%s: is passed over", async (_, message) => {
    const { viewer, asked } = await quietViewer();
    expect(await controlOf(viewer).send(message)).toEqual([]);
    expect(viewer.state.paused).toBe(false);
    expect(asked).toEqual([]);
  });

  it.each([
    ["BAD_COMMAND", { command: "eval" }],
    ["BAD_COMMAND", { command: "constructor" }],
    ["BAD_COMMAND", { command: ["pause"] }],
    ["BAD_COMMAND", { command: { toString: "pause" } }],
    ["BAD_VALUE", { command: "load", source: "javascript:alert(1)" }],
    ["BAD_VALUE", { command: "load", source: "http://user:secret@dcu/" }],
    ["BAD_VALUE", { command: "load", source: `http://dcu/${"a".repeat(3000)}` }],
    ["BAD_VALUE", { command: "load", source: { href: "http://dcu/" } }],
    ["BAD_VALUE", { command: "load", token: "of-somebody" }],
    ["BAD_VALUE", { command: "view", zoom: Number.NaN }],
    ["BAD_VALUE", { command: "view", zoom: Number.POSITIVE_INFINITY }],
    ["BAD_VALUE", { command: "view", x: 1e9 }],
    ["BAD_VALUE", { command: "view", source: "http://dcu/" }],
    ["BAD_VALUE", { command: "levels", levels: [9, 3] }],
    ["BAD_VALUE", { command: "levels", levels: ["0", "1"] }],
    ["BAD_VALUE", { command: "levels", masked: "url(http://tracker)" }],
    ["BAD_VALUE", { command: "levels", colours: "__proto__" }],
    ["BAD_VALUE", { command: "rings", resolutions: Array(51).fill(3) }],
    ["BAD_VALUE", { command: "geometry", beam: [1e9, 0] }],
    ["BAD_VALUE", { command: "geometry", distance: -1 }],
    ["BAD_VALUE", { command: "threshold", threshold: 1.5 }],
    ["BAD_VALUE", { command: "step", by: "1" }],
    ["BAD_VALUE", { command: "step", by: 1e300 }],
    ["BAD_VALUE", { command: "seek", image: "../../config" }],
    ["BAD_VALUE", { command: "pixel", x: 0.5, y: 0 }],
    ["BAD_VALUE", { command: "save", as: "exe" }],
  ])("%s: %j is answered so, and changes nothing", async (code, command) => {
    const { viewer, asked } = await quietViewer();
    const before = viewer.state;
    const answers = await controlOf(viewer).send({ ...MARK, ...command, request: "r" });
    expect(answers).toMatchObject([{ event: "failure", request: "r", code }]);
    expect(viewer.state).toBe(before);
    expect(asked).toEqual([]);
  });

  it("of whatever kind neither breaks the viewer nor makes it ask anything of another kind", async () => {
    const { viewer, asked } = await quietViewer({ pixels: () => Promise.reject(new Error("no image")) });
    const { send } = controlOf(viewer);
    const names = [
      "load",
      "view",
      "levels",
      "rings",
      "geometry",
      "threshold",
      "step",
      "seek",
      "pixel",
      "save",
    ];
    const fields = fc.dictionary(
      fc.constantFrom(
        "source",
        "x",
        "y",
        "zoom",
        "levels",
        "beam",
        "by",
        "image",
        "as",
        "__proto__",
        "request",
      ),
      fc.oneof(
        fc.anything({ maxDepth: 1 }),
        fc.webUrl(),
        fc.double(),
        fc.array(fc.double(), { maxLength: 3 }),
      ),
    );
    const command = fc.oneof(fc.constantFrom(...names), fc.anything({ maxDepth: 1 }));
    await fc.assert(
      fc.asyncProperty(command, fields, async (name, rest) => {
        const answers = await send({ ...rest, ...MARK, command: name });
        for (const { event } of answers) expect(["reply", "failure"]).toContain(event);
      }),
    );
    const { view, look, geometry } = viewer.state;
    expect([view.x, view.y, view.zoom, ...look.levels].every(Number.isFinite)).toBe(true);
    expect((geometry.beamCenter ?? [0]).every((value) => Math.abs(value) <= 20_000)).toBe(true);
    expect(asked.filter((call) => !/^(connect https?:|seek |step |setThreshold )/.test(call))).toEqual([]);
  });
});
