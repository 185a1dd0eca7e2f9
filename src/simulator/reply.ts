import type { ConnectionFault } from "./faults/fault.ts";

/** A request as the simulator sees it, whatever carried it. */
export interface DcuRequest {
  readonly method: string;
  /** Path without the query, e.g. `/monitor/api/1.8.0/images/next`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** The answer. The body comes in parts so that pixels need not be copied; nobody writes into them. */
export interface DcuReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
  /** What happens to its connection; absent: nothing. */
  readonly wire?: ConnectionFault;
}

const encoder = new TextEncoder();

/** JSON as a control unit prints it: keys in alphabetical order, a newline behind. */
export function json(value: unknown): DcuReply {
  return jsonParts([encoder.encode(`${print(value)}\n`)]);
}

/** JSON that is already in bytes. */
export function jsonParts(body: readonly Uint8Array[]): DcuReply {
  return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8" }, body };
}

/** Anything with a status and plain text: clients show it, none parses it. */
export function problem(status: number, message: string): DcuReply {
  const body = [encoder.encode(`${message}\n`)];
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body };
}

export function notFound(path: string): DcuReply {
  return problem(404, `error during request: path error: unknown path: ${JSON.stringify(path)}`);
}

export function badArgument(message: string): DcuReply {
  return problem(400, `error during request: argument error: ${message}`);
}

export function methodNotAllowed(method: string): DcuReply {
  return problem(405, `method ${method} is not allowed here`);
}

/** A number that is printed with fixed decimals, `8041.000000000`. */
export class Fixed {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

function print(value: unknown): string {
  if (value instanceof Fixed) return value.value.toFixed(9);
  if (Array.isArray(value)) return `[${value.map(print).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const members = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`);
  return `{${members.join(",")}}`;
}
