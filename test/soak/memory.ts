/** Bytes that JavaScript holds after a full collection. */
export function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Slope of the straight line that fits best (least squares). */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([value]) => value)), mean(points.map(([, value]) => value))];
  const above = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  const below = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  return above / below;
}

/** The last four fifths of the samples: what comes before is warm-up. */
export function settled<T>(samples: readonly T[]): readonly T[] {
  return samples.slice(Math.floor(samples.length / 5));
}

/** What keeps a process alive: sockets, timers, watchers. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().length;
}
