import type { IncomingMessage } from "node:http";
import { isPlainTarget, type RefusalCode, readHost } from "../../bridge/index.ts";

/** A request as the bridge takes it, and what is wrong with it that a `Request` cannot say. */
export interface ReadRequest {
  readonly request: Request;
  readonly flaw: RefusalCode | undefined;
}

/** The headers that the bridge looks at; no other is even read. */
const HEADERS: readonly string[] = [
  "access-control-request-headers",
  "access-control-request-method",
  "access-control-request-private-network",
  "authorization",
  "content-length",
  "content-type",
  "origin",
  "sec-fetch-site",
  "x-forwarded-for",
];

/** `Request` takes none of these (Fetch standard, forbidden methods). */
const FORBIDDEN_METHOD = /^(?:CONNECT|TRACE|TRACK)$/i;

/** Node's parser has proven the form of what is read here (RFC 9112); this proves what may be meant by it. */
export function readRequest(incoming: IncomingMessage): ReadRequest {
  const { method = "", url: target = "", headers } = incoming;
  const flaw = findFlaw(incoming);
  const host = readHost(headers.host ?? "") ?? "unknown.invalid";
  const isMethod = !FORBIDDEN_METHOD.test(method);
  const isPlain = isPlainTarget(target) && URL.canParse(`http://${host}`);
  const request = new Request(isPlain ? `http://${host}${target}` : "http://unknown.invalid/", {
    method: isMethod ? method : `no-${method}`,
    headers: HEADERS.flatMap((name): [string, string][] => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
    ...(method === "PUT" && flaw === undefined && { body: bodyOf(incoming), duplex: "half" }),
  });
  return { request, flaw };
}

function findFlaw(incoming: IncomingMessage): RefusalCode | undefined {
  const { method = "", url: target = "", headers, httpVersion, rawHeaders } = incoming;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  if (!["1.0", "1.1"].includes(httpVersion) || hosts.length > 1) return "BAD_REQUEST";
  if (!isPlainTarget(target)) return "BAD_TARGET";
  if (readHost(headers.host ?? "") === undefined) return "HOST_REFUSED";
  if (FORBIDDEN_METHOD.test(method)) return "METHOD_NOT_ALLOWED";
  const coding = headers["transfer-encoding"];
  const hasBody = coding !== undefined || Number(headers["content-length"] ?? 0) > 0;
  if (hasBody && method !== "PUT") return "BAD_BODY";
  return coding === undefined || coding.toLowerCase() === "chunked" ? undefined : "BAD_BODY";
}

/** Stopping to read it leaves the connection open for the answer. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const pieces = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await pieces.return?.()),
    },
    { highWaterMark: 0 },
  );
}
