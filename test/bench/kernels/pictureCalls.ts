import type { Decoder } from "eiger-monitor";
import type { FrameKind } from "./frames.ts";
import type { FrameContender } from "./gatedSamples.ts";
import type { TestFrame } from "./testFrames.ts";

const LEVELS = [0, 20] as const;

/** Pictures, histogram and projection of frames that lie in slots, as an event's frame does. */
export function pictureCalls(
  decoder: Decoder,
  frames: readonly TestFrame[],
  { depth, model }: FrameKind,
): { readonly contenders: readonly FrameContender[]; release(): void } {
  const { rows, columns } = model;
  const options = { encoding: "bslz4", shape: [rows, columns], depth } as const;
  const decoded = frames.map(({ bslz4 }) => decoder.decode(bslz4, options));
  const frameOf = (index: number) => {
    const frame = decoded[index];
    if (frame === undefined) throw new Error(`there is no frame ${index}`);
    return frame;
  };
  const picture = (name: string, step: number): FrameContender => {
    const size = { columns: Math.floor(columns / step), rows: Math.floor(rows / step) };
    const region = { x: 0, y: 0, width: size.columns * step, height: size.rows * step };
    const into = new Uint8ClampedArray(4 * size.columns * size.rows);
    return { name, run: (index) => decoder.picture(frameOf(index), { region, size, levels: LEVELS, into }) };
  };
  const projection = decoder.accumulate(frameOf(0));
  return {
    contenders: [
      picture("picture 1:1", 1),
      picture("picture 2×2, maximum", 2),
      picture("picture 4×4, maximum", 4),
      { name: "histogram", run: (index) => decoder.histogram(frameOf(index)) },
      { name: "sum and maximum", run: (index) => decoder.accumulate(frameOf(index), { into: projection }) },
    ],
    release() {
      projection.close();
      for (const frame of decoded) frame.close();
    },
  };
}
