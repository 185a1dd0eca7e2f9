import { type RefusalCode, refuse } from "./refusal.ts";

const HEADERS: readonly string[] = ["accept", "authorization", "content-type"];

/** What may be done at an address. */
export function allowHeader(methods: readonly string[]): { readonly Allow: string } {
  return { Allow: [...methods, "OPTIONS"].join(", ") };
}

/**
 * The answer to OPTIONS. A page of another origin asks in this way before it sends what a form could not (Fetch
 * standard, CORS-preflight fetch); it has been let in already.
 */
export function answerOptions(
  request: Request,
  { methods, isForeign }: { readonly methods: readonly string[]; readonly isForeign: boolean },
): Response {
  if (!isForeign) return new Response(null, { status: 204, headers: allowHeader(methods) });
  const refusal = preflightRefusal(request, methods);
  if (refusal !== undefined) return refuse(refusal, allowHeader(methods));
  const isPrivate = request.headers.get("access-control-request-private-network") === "true";
  return new Response(null, {
    status: 204,
    headers: {
      ...allowHeader(methods),
      "Access-Control-Allow-Methods": methods.join(", "),
      "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
      "Access-Control-Max-Age": "600",
      ...(isPrivate && { "Access-Control-Allow-Private-Network": "true" }),
    },
  });
}

function preflightRefusal(request: Request, methods: readonly string[]): RefusalCode | undefined {
  const method = request.headers.get("access-control-request-method");
  const asked = (request.headers.get("access-control-request-headers") ?? "").toLowerCase().split(",");
  const headers = asked.map((name) => name.trim()).filter((name) => name !== "");
  const isAllowed =
    method !== null && methods.includes(method) && headers.every((name) => HEADERS.includes(name));
  return isAllowed ? undefined : "PREFLIGHT_REFUSED";
}
