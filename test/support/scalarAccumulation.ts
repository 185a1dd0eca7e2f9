import type { Pixels } from "../../src/decoder/index.ts";

/** The accumulation kernel's twin: what frames of equal length add up to; null where all are masked. */
export function scalarAccumulation(
  frames: readonly Pixels[],
  { masked }: { readonly masked: number },
): readonly { readonly sum: bigint | null; readonly maximum: number }[] {
  const [first] = frames;
  return Array.from(first ?? [], (_, index) => {
    const valid = frames.map((pixels) => pixels[index] ?? masked).filter((value) => value !== masked);
    if (valid.length === 0) return { sum: null, maximum: masked };
    return { sum: valid.reduce((sum, value) => sum + BigInt(value), 0n), maximum: Math.max(...valid) };
  });
}
