import { describe, expect, it } from "vitest";
import { MonitorClient } from "../../../src/index.ts";
import { NewestImages } from "../../../web/worker/newestImages.ts";
import { Pace } from "../../../web/worker/pace.ts";
import { ManualClock } from "../../support/manualClock.ts";

/** A monitor that answers with the next of its lists, and has those images that are not gone. */
function scripted(lists: readonly string[], gone: readonly string[] = []) {
  const asked: string[] = [];
  let turn = 0;
  const client = new MonitorClient({
    source: "http://dcu.test",
    fetch: async ({ url }) => {
      const path = url.replace(/^.*images\//, "");
      if (path === "") return new Response(lists[Math.min(turn++, lists.length - 1)]);
      asked.push(path);
      return gone.includes(path) ? new Response("gone", { status: 404 }) : new Response("image");
    },
  });
  const clock = new ManualClock();
  const pace = new Pace({ clock });
  const images = new NewestImages({ clock, pace, threshold: null });
  const take = () => images.take({ client, timeout: undefined, signal: undefined, onBegun: () => undefined });
  return { images, take, asked, clock };
}

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
    const { take, images, asked } = scripted(["[[1,[0]]]", "[[1,[0,1]]]", "[[1,[2]]]"], ["1/1"]);
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
