import { describe, expect, it } from "vitest";
import { MonitorClient, readTiff, type TakenImage } from "../../../src/index.ts";
import { NewestImages } from "../../../web/worker/newestImages.ts";
import { Pace } from "../../../web/worker/pace.ts";
import { Traffic } from "../../../web/worker/traffic.ts";
import { ManualClock } from "../../support/manualClock.ts";
import { buildTiff, dectrisEntries } from "../../support/tiffBuilder.ts";

interface Script {
  readonly gone?: readonly string[];
  /** What `images/monitor` has at each request: series and image; null: none. */
  readonly newest?: readonly (readonly [series: number, image: number] | null)[];
  /** What `status/dropped` says at each request. */
  readonly dropped?: readonly number[];
  /** What `status/next_image_number` says at each request; default: there is no such status. */
  readonly handedOut?: readonly (readonly [series: number, image: number] | null)[];
}

/** A monitor that answers with the next of its lists, and has those images that are not gone. */
function scripted(
  lists: readonly string[],
  { gone = [], newest = [null], dropped = [0], handedOut }: Script = {},
) {
  const asked: string[] = [];
  const turns = { list: 0, newest: 0, dropped: 0, handedOut: 0 };
  const next = <Item>(items: readonly Item[], what: keyof typeof turns) =>
    items[Math.min(turns[what]++, items.length - 1)] as Item;
  const client = new MonitorClient({
    source: "http://dcu.test",
    fetch: async ({ url }) => {
      const path = url.replace(/^.*(images|status)\//, "").replace(/\?.*$/, "");
      if (path === "") return new Response(next(lists, "list"));
      if (path === "dropped") return Response.json({ value: next(dropped, "dropped"), value_type: "uint" });
      if (path === "next_image_number")
        return handedOut === undefined
          ? new Response("no such key", { status: 404 })
          : Response.json({ value: next(handedOut, "handedOut"), value_type: "int" });
      asked.push(path);
      if (path === "monitor") return monitorReply(next(newest, "newest"));
      return gone.includes(path) ? new Response("gone", { status: 404 }) : new Response("image");
    },
  });
  const clock = new ManualClock();
  const pace = new Pace({ clock });
  const images = new NewestImages({ clock, pace, threshold: null, traffic: new Traffic() });
  const take = () => images.take({ client, timeout: undefined, signal: undefined, onBegun: () => undefined });
  return { images, take, asked, clock };
}

function monitorReply(newest: readonly [series: number, image: number] | null): Response {
  if (newest === null) return new Response("timeout", { status: 408 });
  const [series, image] = newest;
  return new Response(buildTiff({ dectris: dectrisEntries({ series, image }) }));
}

/** Lets a call run to its end, however often it waits for the clock. */
async function settled<Value>(call: Promise<Value>, clock: ManualClock): Promise<Value> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  call.then(settle, settle);
  while (!isSettled) {
    await new Promise(setImmediate);
    if (clock.pending > 0) clock.advance(100);
  }
  return call;
}

const idOf = (image: TakenImage | undefined) => {
  const { series, image: number } = readTiff(image?.buffer.bytes ?? new Uint8Array()).dectris ?? {};
  return `${series}_${number}`;
};

describe("the newest image by its id", () => {
  it("is the last of the list at first, later the last of those that are new", async () => {
    const { take, images, asked } = scripted(["[[1,[0,1]],[2,[0]]]", "[[1,[0,1]],[2,[0,1,2,3]]]"]);
    expect((await take())?.identity).toEqual({ series: 2, image: 0 });
    expect(images.skipped).toBe(0);
    expect((await take())?.identity).toEqual({ series: 2, image: 3 });
    expect(images.skipped).toBe(2);
    expect(asked).toEqual(["2/0", "2/3"]);
  });

  it("is found after a restart, when series are counted from 1 again beside old ones", async () => {
    const { take } = scripted(["[[50,[7]]]", "[[1,[0]],[50,[7]]]"]);
    await take();
    expect((await take())?.identity).toEqual({ series: 1, image: 0 });
  });

  it("is found after a restart that was not noticed, although its id was there before", async () => {
    const { take, images } = scripted(["[[1,[0,1,2,3]]]", "[[1,[0,1]]]", "[[1,[0,1,2]]]"]);
    await take();
    expect((await take())?.identity).toEqual({ series: 1, image: 1 });
    expect((await take())?.identity).toEqual({ series: 1, image: 2 });
    expect(images.skipped).toBe(1);
  });

  it("is not taken twice when an old series goes that stood behind it", async () => {
    const { take, asked, clock } = scripted(["[[50,[7]]]", "[[1,[0]],[50,[7]]]", "[[1,[0]]]", "[[1,[0,1]]]"]);
    await take();
    await take();
    const third = take();
    while (clock.pending === 0) await new Promise(setImmediate);
    clock.advance(100);
    expect((await third)?.identity).toEqual({ series: 1, image: 1 });
    expect(asked).toEqual(["50/7", "1/0", "1/1"]);
  });

  it("that is gone by then counts as skipped, and the list is asked again at once", async () => {
    const { take, images, asked } = scripted(["[[1,[0]]]", "[[1,[0,1]]]", "[[1,[2]]]"], { gone: ["1/1"] });
    await take();
    expect((await take())?.identity).toEqual({ series: 1, image: 2 });
    expect(asked).toEqual(["1/0", "1/1", "1/2"]);
    expect(images.skipped).toBe(1);
  });

  it("is waited for with a pause between two looks, and said to be none after a while", async () => {
    const { take, clock } = scripted(["[]"]);
    let taken: unknown = "waiting";
    const taking = take().then((image) => {
      taken = image;
    });
    let looks = 0;
    while (taken === "waiting") {
      await new Promise(setImmediate);
      if (clock.pending === 0) continue;
      looks += 1;
      clock.advance(100);
    }
    await taking;
    expect({ taken, looks }).toEqual({ taken: undefined, looks: 15 });
  });
});

describe("the newest image that is not listed", () => {
  it("is seen though others take every image before it is listed, each once, without asking all the time", async () => {
    const newest = [
      [1, 4],
      [1, 4],
      [1, 4],
      [1, 9],
    ] as const;
    const { take, asked, clock } = scripted(["[]"], { newest });
    expect(idOf(await settled(take(), clock))).toBe("1_4");
    const looked = clock.now();
    expect(idOf(await settled(take(), clock))).toBe("1_9");
    expect(asked).toHaveLength(4);
    // 200, then 400 ms of pause.
    expect(clock.now() - looked).toBeGreaterThanOrEqual(600);
  });

  it("is transferred once, however long nothing comes, where the control unit says what it handed out", async () => {
    const { take, asked, clock } = scripted(["[]"], { newest: [[1, 4]], handedOut: [[1, 4]] });
    expect(idOf(await settled(take(), clock))).toBe("1_4");
    for (let calls = 0; calls < 20; calls++) expect(await settled(take(), clock)).toBeUndefined();
    expect(clock.now()).toBeGreaterThan(20_000);
    expect(asked).toEqual(["monitor"]);
  });

  it("is transferred again when another client has taken one meanwhile", async () => {
    const { take, asked, clock } = scripted(["[]"], {
      newest: [
        [1, 4],
        [1, 6],
      ],
      handedOut: [null, null, [1, 5], [1, 6]],
    });
    expect(idOf(await settled(take(), clock))).toBe("1_4");
    expect(idOf(await settled(take(), clock))).toBe("1_6");
    expect(await settled(take(), clock)).toBeUndefined();
    expect(asked).toEqual(["monitor", "monitor"]);
  });

  it("is not taken again once it is listed", async () => {
    const { take, asked, clock } = scripted(["[]", "[]", "[]", "[[1,[4]]]"], { newest: [[1, 4]] });
    expect(idOf(await settled(take(), clock))).toBe("1_4");
    expect(await settled(take(), clock)).toBeUndefined();
    expect(asked.every((path) => path === "monitor")).toBe(true);
  });

  it("comes first where a full buffer holds old ones", async () => {
    const { take, asked } = scripted(["[[1,[0,1]]]"], { newest: [[1, 700]], dropped: [698] });
    expect(idOf(await take())).toBe("1_700");
    expect(asked).toEqual(["monitor"]);
  });
});

describe("a viewer's pace", () => {
  it("is slow while nobody looks, and quick again at once", async () => {
    const clock = new ManualClock();
    const pace = new Pace({ clock });
    pace.hidden = true;
    let rested = false;
    const resting = pace.betweenPolls(undefined).then(() => {
      rested = true;
    });
    clock.advance(1999);
    await Promise.resolve();
    expect(rested).toBe(false);
    pace.hidden = false;
    await resting;
    expect(clock.pending).toBe(0);
  });

  it("leaves a period between images", async () => {
    const clock = new ManualClock();
    const pace = new Pace({ clock, maxRate: 4 });
    const first = pace.betweenImages(undefined);
    clock.advance(250);
    await first;
    clock.advance(100);
    const second = pace.betweenImages(undefined);
    expect(clock.pending).toBe(1);
    clock.advance(150);
    await second;
    clock.advance(300);
    await pace.betweenImages(undefined);
    expect(clock.now()).toBe(800);
  });

  it("ends with its signal", async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const resting = new Pace({ clock }).betweenPolls(stop.signal);
    stop.abort(new Error("enough"));
    await expect(resting).rejects.toThrow("enough");
    expect(clock.pending).toBe(0);
  });
});
