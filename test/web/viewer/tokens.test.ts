import { describe, expect, it } from "vitest";
import { createViewer } from "../../../web/viewer/controller.ts";
import type { ViewerOptions } from "../../../web/viewer/viewerController.ts";
import type { Engine, FollowRequest } from "../../../web/worker/engineApi.ts";

/** A viewer whose engine does nothing but write down what it is told to follow. */
function recordedViewer(options: ViewerOptions) {
  const followed: FollowRequest[] = [];
  const engine: Partial<Engine<ImageBitmap>> = {
    async connect(request) {
      followed.push(request);
    },
  };
  const viewer = createViewer(options, {
    startEngine: () => ({ engine: Promise.resolve(engine as Engine<ImageBitmap>), end: () => undefined }),
    baseAddress: () => undefined,
    onHidden: () => () => undefined,
  });
  return { viewer, followed };
}

describe("the token of a bridge", () => {
  it("goes with its source's origin, also when that is connected to again, and with no other", async () => {
    const { viewer, followed } = recordedViewer({
      source: "http://bridge.test/monitor/api/1.8.0",
      token: "secret",
    });
    viewer.restore("source=http://elsewhere.test/monitor/api/1.8.0");
    viewer.connect({ source: "http://bridge.test/monitor/api/1.6.0" });
    await expect.poll(() => followed.length).toBe(3);
    expect(followed.map(({ token }) => token)).toEqual(["secret", "", "secret"]);
    expect(viewer.serialize()).not.toContain("secret");
  });
});
