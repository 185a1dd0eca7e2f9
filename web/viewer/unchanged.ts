/**
 * What comes over from a worker is a copy each time. Of `next`, whatever says the same as in `former` is given as the
 * object that it was, so that who draws it can tell by identity that nothing has changed. For plain data.
 */
export function keepUnchanged<T>(former: unknown, next: T): T {
  if (Object.is(former, next)) return next;
  if (!isObject(former) || !isObject(next)) return next;
  if (Object.getPrototypeOf(former) !== Object.getPrototypeOf(next)) return next;
  if (ArrayBuffer.isView(next)) return isSameList(former, next) ? (former as T) : next;
  const entries = Object.entries(next).map(
    ([key, value]) => [key, keepUnchanged(former[key], value)] as const,
  );
  const isSame =
    Object.keys(former).length === entries.length &&
    entries.every(([key, value]) => key in former && Object.is(former[key], value));
  if (isSame) return former as T;
  return (Array.isArray(next) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

/** Typed arrays, of the same kind. */
function isSameList(former: Readonly<Record<string, unknown>>, next: object): boolean {
  const [one, other] = [former, next] as unknown as readonly [Float64Array, Float64Array];
  return one.length === other.length && one.every((value, index) => Object.is(value, other[index]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
