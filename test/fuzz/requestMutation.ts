import { BRIDGE_ROUTES } from "../../src/bridge/index.ts";
import type { Random } from "../../src/simulator/patterns/random.ts";

/** What a fuzzed request may be made of beside what is right. */
export interface RequestWorld {
  /** The bridge's own Host. */
  readonly host: string;
  readonly token: string;
}

const METHODS = [
  "GET",
  "GET",
  "GET",
  "PUT",
  "PUT",
  "OPTIONS",
  "HEAD",
  "POST",
  "DELETE",
  "TRACE",
  "CONNECT",
  "PRI",
];
const VERSIONS = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", ""];
const SEGMENTS = [
  ...["..", ".", "", "%2e%2e", "..%2f", "%252e", "\\", ";a", "%00", "%0d%0a", "%c0%ae", "@", "*", "//"],
  ...[
    "detector",
    "stream",
    "filewriter",
    "system",
    "monitor",
    "bridge",
    "api",
    "1.8.0",
    "images",
    "next",
    "config",
  ],
  ...[
    "mode",
    "command",
    "clear",
    "initialize",
    "arm",
    "keys",
    "0",
    "01",
    "4294967296",
    "-1",
    "1e9",
    ":",
    "?",
    "#",
  ],
] as const;
const QUERIES = [
  "",
  "",
  "?timeout=0",
  "?timeout=10001",
  "?timeout=0&timeout=1",
  "?a=/../",
  "?timeout=0%0d%0aX:1",
  "?",
];
const BODIES = [
  "",
  '{"value":"enabled"}',
  '{"value":5}',
  '{"value":true}',
  "{}",
  "[]",
  "{",
  "x",
  "0\r\n\r\n",
];

/** Up to four requests for one connection, each right, nearly right, or rubbish. */
export function fuzzedRequests(random: Random, world: RequestWorld): readonly string[] {
  return Array.from({ length: 1 + below(random, 4) }, () => {
    const text = request(random, world);
    return below(random, 4) === 0 ? scramble(random, text) : text;
  });
}

function request(random: Random, { host, token }: RequestWorld): string {
  const odd = () => below(random, 8) === 0;
  const method = odd() ? pick(random, METHODS) : pick(random, ["GET", "GET", "PUT"]);
  const body = method === "PUT" || odd() ? pick(random, BODIES) : "";
  const isWriter = method === "PUT" && !odd();
  const headers = [
    `Host: ${odd() ? pick(random, ["other", `${host}.other`, "", "dcu", `${host}\r\nHost: other`]) : host}`,
    ...(isWriter || odd() ? [`Authorization: Bearer ${odd() ? `${token}x` : token}`] : []),
    ...(odd() ? [pick(random, ["Origin: null", `Origin: http://${host}`, "Origin: http://other"])] : []),
    ...(isWriter || odd()
      ? [
          odd()
            ? pick(random, ["Content-Type: text/plain", "Content-Type:"])
            : "Content-Type: application/json",
        ]
      : []),
    ...(odd() ? [pick(random, HEADERS)] : []),
    ...(body !== "" || odd() ? [`Content-Length: ${odd() ? below(random, 50) : body.length}`] : []),
  ];
  const line = [method, target(random, { odd: odd() }), pick(random, odd() ? VERSIONS : ["HTTP/1.1"])];
  const end = below(random, 20) === 0 ? "\n" : "\r\n";
  return [line.join(" "), ...headers, "", body].join(end);
}

const HEADERS = [
  ...["Transfer-Encoding: chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, identity"],
  ...[
    "Connection: close",
    "Connection: x-hop\r\nX-Hop: 1",
    "Upgrade: websocket\r\nConnection: Upgrade",
    "TE: trailers",
  ],
  ...[
    "X-Folded: a\r\n b",
    "Expect: 100-continue",
    "Cookie: a=b",
    "X-Forwarded-Host: other",
    "X-HTTP-Method-Override: PUT",
  ],
  ...[
    "Sec-Fetch-Site: cross-site",
    "Range: bytes=0-1",
    "Access-Control-Request-Method: PUT",
    "Content-Length: 5",
  ],
] as const;

function target(random: Random, { odd }: { readonly odd: boolean }): string {
  const { path } = BRIDGE_ROUTES[below(random, BRIDGE_ROUTES.length)] ?? { path: "/" };
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    name === "version" ? "1.8.0" : `${below(random, 99) + 1}`,
  );
  const segments = filled.split("/");
  for (let edits = odd ? 1 + below(random, 4) : 0; edits > 0; edits--) {
    segments.splice(below(random, segments.length + 1), below(random, 2), pick(random, SEGMENTS));
  }
  const prefix = odd && below(random, 8) === 0 ? pick(random, ["http://dcu", "//dcu", "dcu:80", "@dcu"]) : "";
  return `${prefix}${segments.join("/")}${pick(random, QUERIES)}`;
}

/** Bytes changed, left out, doubled or cut off. */
function scramble(random: Random, text: string): string {
  let result = text;
  for (let edits = 1 + below(random, 3); edits > 0; edits--) {
    const at = below(random, result.length + 1);
    const [before, behind] = [result.slice(0, at), result.slice(at)];
    const byte = String.fromCharCode(below(random, 256));
    result = pick(random, [
      before + byte + behind.slice(1),
      before + behind.slice(1 + below(random, 4)),
      before + byte + behind,
    ]);
    if (below(random, 10) === 0) result = before + behind.slice(0, 20) + behind;
    if (below(random, 20) === 0) result = before;
  }
  return result;
}

export function below(random: Random, limit: number): number {
  return random.next() % limit;
}

function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[below(random, choices.length)];
  if (choice === undefined) throw new RangeError("nothing to choose from");
  return choice;
}
