import { connect } from "node:net";
import {
  createDecoder,
  EigerHttpDataRetrieval,
  type ImageTransport,
  MonitorClient,
  MonitorParameters,
} from "eiger-monitor";
import { socketImageTransport } from "eiger-monitor/node";
import type { Contender } from "./sideBySide.ts";

const NODE = { nodeRank: 1, nodePoolSize: 2 };

/** Reads the same replies from a bare socket into one small buffer and throws them away: nothing can be faster. */
export function drain(source: string): Contender {
  const url = new URL(`${source}/images/next`);
  const request = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`;
  return {
    name: "socket, thrown away",
    run: (count) =>
      new Promise((resolve, reject) => {
        const buffer = new Uint8Array(2 ** 18);
        let [images, left] = [0, 0];
        const socket = connect({
          host: url.hostname,
          port: Number(url.port),
          onread: {
            buffer,
            callback(length) {
              left = left === 0 ? remaining(buffer.subarray(0, length)) : left - length;
              if (left > 0) return true;
              images += 1;
              if (images < count) socket.write(request);
              else socket.destroy();
              return true;
            },
          },
        });
        socket.once("connect", () => socket.write(request));
        socket.once("error", reject);
        socket.once("close", resolve);
      }),
  };
}

/** Bytes of a body that are still to come behind the read that brought its head. */
function remaining(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString("latin1");
  const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(text) ?? [];
  if (length === undefined) throw new Error(`no image: ${text.slice(0, 80)}`);
  return text.indexOf("\r\n\r\n") + 4 + Number(length) - bytes.length;
}

/** What one writes first: the whole body by `fetch`, and the copy that keeps it. */
export function fetchAndCopy(source: string): Contender {
  let kept = new Uint8Array(0);
  return {
    name: "fetch().arrayBuffer() and a copy",
    async run(count) {
      for (let image = 0; image < count; image++) {
        const reply = await fetch(`${source}/images/next`);
        const bytes = new Uint8Array(await reply.arrayBuffer());
        if (kept.length !== bytes.length) kept = new Uint8Array(bytes.length);
        kept.set(bytes);
      }
    },
  };
}

/** The monitor client over a transport, into the decoder's slots; the image is not looked at. */
export async function client(
  source: string,
  { name, transport }: { readonly name: string; readonly transport?: ImageTransport },
): Promise<Contender> {
  const { slots } = await createDecoder();
  const monitor = new MonitorClient({ source, imageTransport: transport, buffers: slots });
  return {
    name,
    async run(count) {
      for (let image = 0; image < count; image++) {
        const received = await monitor.nextImage();
        if (received === undefined) throw new Error("no image: the simulated detector is too slow");
        received.buffer.release();
      }
    },
  };
}

/** The path of `watch`: event with header and ids, typed array, statistics, event closed. */
export async function watch(source: string): Promise<Contender> {
  const decoder = await createDecoder();
  const handler = new EigerHttpDataRetrieval({
    source,
    decoder,
    imageTransport: socketImageTransport(),
    monitorParameters: new MonitorParameters({
      parameters: {
        data_retrieval_layer: { eiger_monitor_buffer_size: 100, required_data: ["detector_data"] },
      },
    }),
  }).getDataEventHandler();
  await handler.initializeEventHandlingOnCollectingNode({ ...NODE, nodeRank: 0 });
  await handler.initializeEventHandlingOnProcessingNode(NODE);
  return {
    name: "watch: events with statistics",
    async run(count) {
      let events = 0;
      for await (const event of handler.eventGenerator(NODE)) {
        decoder.statistics(event.frame());
        handler.closeEvent({ event });
        events += 1;
        if (events === count) return;
      }
    },
  };
}
