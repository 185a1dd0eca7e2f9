import { expect, test } from "vitest";
import { socketImageTransport } from "../../src/node/socketImageTransport.ts";
import { fetchImageTransport, freshBuffers, MonitorClient } from "../../src/simplon/index.ts";
import { simulatedBridge } from "./support/servedBridge.ts";

const TRANSPORTS = [
  ["fetch", fetchImageTransport],
  ["sockets of its own", socketImageTransport],
] as const;

test.for(TRANSPORTS)(
  "a monitor client needs to know nothing of the bridge; images by %s",
  async ([, transport]) => {
    const { bridge, dcu } = await simulatedBridge();
    const source = new MonitorClient({
      source: bridge.source,
      imageTransport: transport(),
      buffers: freshBuffers,
    });
    expect(await source.version()).toBe("1.8.0");
    expect(await source.nextImage({ timeout: 0 })).toBeUndefined();
    expect(await source.monitorImage({ timeout: 0 })).toBeUndefined();
    dcu.expose();
    dcu.expose();
    expect(await source.images()).toEqual([{ series: 1, images: [0, 1] }]);
    expect((await source.getConfig("mode")).value).toBe("enabled");
    expect((await source.getConfig("buffer_size")).value).toBe(100);
    expect((await source.getConfig("discard_new")).value).toBe(true);
    expect((await source.getStatus("buffer_fill_level")).value[0]).toBe(2);
    expect((await source.getStatus("dropped")).value).toBe(0);
    const direct = new Uint8Array(
      await (await dcu.fetch("http://dcu/monitor/api/1.8.0/images/1/1")).arrayBuffer(),
    );
    const newest = await source.monitorImage();
    const byId = await source.image({ series: 1, image: 1, threshold: 1 });
    const first = await source.nextImage();
    const second = await source.nextImage();
    expect(
      [newest, byId, second].map((image) => image && Buffer.from(image.buffer.bytes).equals(direct)),
    ).toEqual([true, true, true]);
    expect(first && Buffer.from(first.buffer.bytes).equals(direct)).toBe(false);
    expect(await source.image({ series: 9, image: 9 })).toBeUndefined();
  },
);

test("a client that waits is given the image when it comes", async () => {
  const { bridge, dcu } = await simulatedBridge();
  const source = new MonitorClient({ source: bridge.source });
  const image = source.nextImage({ timeout: 5000 });
  const exposing = setInterval(() => dcu.expose(), 20);
  expect((await image)?.buffer.bytes.length).toBeGreaterThan(512 * 512 * 2);
  clearInterval(exposing);
});
