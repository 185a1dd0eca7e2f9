import type { WireFault } from "./fault.ts";

/** How many bytes of a body are sent before it is cut; half of it where the fault does not say. */
export function cutPlace(fault: WireFault, length: number): number {
  if ("bytes" in fault && fault.bytes !== undefined) return Math.min(fault.bytes, length);
  const fraction = "fraction" in fault ? (fault.fraction ?? 0.5) : 0.5;
  return Math.floor(fraction * length);
}

/** The first bytes of a body. */
export function firstBytes(body: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  const first: Uint8Array[] = [];
  let left = count;
  for (const part of body) {
    if (left <= 0) break;
    first.push(part.subarray(0, left));
    left -= part.length;
  }
  return first;
}
