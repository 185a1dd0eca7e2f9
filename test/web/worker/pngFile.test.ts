import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { createDecoder, DetectorFrame, systemClock } from "../../../src/index.ts";
import { pngFile } from "../../../web/worker/pngFile.ts";

const decoder = await createDecoder();
/** Odd on purpose: the last band is a part of one. */
const [COLUMNS, ROWS] = [301, 101];

function ramp(): DetectorFrame {
  const pixels = Uint16Array.from({ length: COLUMNS * ROWS }, (_, index) => index % 1000);
  pixels.set([65_535], 7);
  return new DetectorFrame({ pixels, rows: ROWS, columns: COLUMNS, depth: 16 });
}

const LOOK = { levels: [0, 999], colours: "viridis", scale: "sqrt" } as const;

describe("a picture as a PNG", () => {
  it("is read elsewhere as what the decoder draws, pixel for pixel", async () => {
    const frame = ramp();
    const file = await pngFile(frame, { ...LOOK, decoder, clock: systemClock, id: "1_2" });
    expect([file.name, file.type]).toEqual(["1_2.png", "image/png"]);
    const { width, height, channels, data } = decode(await file.arrayBuffer(), { checkCrc: true });
    expect({ width, height, channels }).toEqual({ width: COLUMNS, height: ROWS, channels: 3 });
    const { pixels } = decoder.picture(frame, LOOK);
    expect(data).toEqual(new Uint8Array(pixels.filter((_, index) => index % 4 !== 3)));
  });

  it("is made in bands, between which others have their turn", async () => {
    let isMade = false;
    const making = pngFile(ramp(), { ...LOOK, decoder, clock: systemClock, id: "1_2" }).then(() => {
      isMade = true;
    });
    let turns = 0;
    for (; !isMade; turns++) await new Promise(setImmediate);
    await making;
    expect(turns).toBeGreaterThanOrEqual(Math.ceil(ROWS / 32));
  });

  it("fails as its frame does, which somebody has closed", async () => {
    const frame = ramp();
    frame.close();
    await expect(pngFile(frame, { ...LOOK, decoder, clock: systemClock, id: "1_2" })).rejects.toMatchObject({
      name: "FrameClosedError",
    });
  });
});
