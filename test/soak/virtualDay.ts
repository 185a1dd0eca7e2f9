import { accounting } from "eiger-monitor";
import { COLLECTING, PROCESSING } from "./handler.ts";
import type { Soak } from "./soak.ts";
import { virtualDetector } from "./virtualDetector.ts";

const HOURS = 24;
const HOUR = 3_600_000;
const RATE = 10;
/** Now and then the consumer rests longer than the buffer lasts, so that the control unit drops. Milliseconds, images. */
const REST = 30_000;
const REST_EVERY = 10_007;

/** R3: a day at 10 Hz. At every full hour, each image that was made is accounted for. */
export const virtualDay: Soak = {
  title: "24 hours at 10 Hz in virtual time",
  async run({ scale, onProgress }) {
    const begun = performance.now();
    const { clock, dcu, handler } = await virtualDetector({ rate: RATE });
    const stop = new AbortController();
    const hours = Math.max(1, Math.round(HOURS * scale));
    const taking = (async () => {
      await handler.initializeEventHandlingOnCollectingNode({ ...COLLECTING });
      await handler.readDropped();
      for await (const event of handler.eventGenerator({ ...PROCESSING, signal: stop.signal })) {
        handler.closeEvent({ event });
        if (handler.counters.delivered % REST_EVERY === 0)
          await new Promise<void>((resolve) => clock.setTimeout(resolve, REST));
      }
    })();
    let exact = 0;
    for (let hour = 1; hour <= hours; hour++) {
      let isOver = false;
      clock.setTimeout(() => (isOver = true), hour * HOUR - clock.now());
      await clock.run(() => isOver);
      await handler.readDropped();
      const law = accounting(handler.counters, { produced: dcu.produced, buffered: dcu.buffered.length });
      if (law.difference === 0) exact += 1;
      onProgress(hour / hours);
    }
    stop.abort();
    dcu.stop();
    await clock.run(() => false);
    await taking;
    const { delivered, dcuDropped } = handler.counters;
    return [
      { name: "hours at which the law did not hold", value: hours - exact, limit: 0, unit: `of ${hours}` },
      {
        name: "images that were neither delivered nor dropped by the control unit",
        value: dcu.produced - dcu.buffered.length - delivered - dcuDropped,
        limit: 0,
        unit: `of ${dcu.produced}`,
      },
      {
        name: "of them dropped, as the slow consumer made it",
        value: dcuDropped,
        limit: Number.POSITIVE_INFINITY,
        unit: "",
      },
      { name: "real time", value: (performance.now() - begun) / 60_000, limit: 3, unit: "min" },
    ];
  },
};
