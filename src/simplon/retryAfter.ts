/** Longest wait that a server can ask of us: a proxy that says a day must not stop a monitor for a day. */
export const RETRY_AFTER_CAP = 30_000;

/** Milliseconds to wait by a `Retry-After` header (RFC 9110, section 10.2.3), at most 30 s; undefined if it says nothing. */
export function retryAfter(
  header: string | undefined,
  { wallTime }: { readonly wallTime: number },
): number | undefined {
  if (header === undefined) return undefined;
  const date = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : date - wallTime * 1000;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), RETRY_AFTER_CAP);
}
