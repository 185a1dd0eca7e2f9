const RESOURCE_POLICY = "Cross-Origin-Resource-Policy";

/**
 * What every reply has: nothing of it is kept by caches, guessed at, or readable by pages that were not let in. `origin`
 * is that of a page that was, from elsewhere; never `*`, and never with credentials.
 */
export function dress(reply: Response, { origin }: { readonly origin: string | undefined }): Response {
  const { headers } = reply;
  headers.set("Vary", "Origin");
  headers.set("X-Content-Type-Options", "nosniff");
  if (!headers.has(RESOURCE_POLICY))
    headers.set(RESOURCE_POLICY, origin === undefined ? "same-origin" : "cross-origin");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  if (origin === undefined) return reply;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", "Bridge-Code, Bridge-Warning, Retry-After");
  return reply;
}
