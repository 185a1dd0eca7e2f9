import { createDecoder, MonitorClient } from "eiger-monitor";
import { drain } from "../contenders.ts";
import type { Finding } from "../finding.ts";
import { serveDetector } from "../servedDetector.ts";
import { type Contender, sideBySide } from "../sideBySide.ts";

const KIND = { model: "eiger-16m", bitDepth: 32, rate: 1000, count: 10 };
const BYTES = 4150 * 4371 * 4;
const ROUNDS = 5;
const SIZE = { columns: 1440, rows: 900 };

/** From asking for an image to its picture, beside the body alone: over `fetch`, as in a page. */
export async function viewerOverHttp(): Promise<Finding> {
  const detector = await serveDetector(KIND);
  try {
    await new MonitorClient({ source: detector.source }).setConfig("mode", "enabled");
    const { source } = detector;
    const contenders = [drain(source), await taking(source, false), await taking(source, true)];
    const rates = await sideBySide(contenders, { ...KIND, rounds: ROUNDS });
    const [, body, shown] = rates;
    return {
      ...KIND,
      bench: "viewer, over HTTP",
      frame: "16M 32 bit",
      bytes: BYTES,
      rates,
      ratios: {
        "time from asking to the picture / of the body alone":
          (body?.perSecond ?? Number.NaN) / (shown?.perSecond ?? Number.NaN),
      },
    };
  } finally {
    detector.stop();
  }
}

async function taking(source: string, shows: boolean): Promise<Contender> {
  const decoder = await createDecoder();
  const client = new MonitorClient({ source, buffers: decoder.slots });
  const into = new Uint8ClampedArray(4 * SIZE.columns * SIZE.rows);
  return {
    name: shows ? "fetch, decode, measure, picture" : "fetch into a slot",
    async run(count) {
      for (let image = 0; image < count; image++) {
        const received = await client.nextImage();
        if (received === undefined) throw new Error("no image: the simulated detector is too slow");
        if (shows) {
          const frame = decoder.decode(received.buffer);
          decoder.statistics(frame, { threshold: frame.maskedValue - 1 });
          const histogram = decoder.histogram(frame);
          const levels = [0, Math.max(histogram.percentile(0.999) ?? 0, 5)] as const;
          decoder.picture(frame, { size: SIZE, levels, into });
        }
        received.buffer.release();
      }
    },
  };
}
