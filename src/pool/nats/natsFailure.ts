import { isEigerMonitorError, PoolTransportError } from "../../errors.ts";

/** What the server, or the library, calls a fault; and what a user can do about it. */
const REFUSALS: readonly (readonly [sign: RegExp, hint: string])[] = [
  [
    /authorization|authentication|nkey|jwt|signature/i,
    "the server wants other credentials: user and password, or a token",
  ],
  [
    /permissions? violation/i,
    "the user may not use the pool's subjects: see docs/nats.md for what a pool needs",
  ],
  [
    /jetstream|no responders|stream not found/i,
    "ranks are kept by JetStream: start the server with `jetstream {}`, or -js",
  ],
  [
    /max_payload|payload size/i,
    "the server takes smaller messages than before: set its max_payload as it was",
  ],
  [/tls|certificate/i, "the server and this node do not agree on TLS"],
];

/** The connection could not be opened. Addresses are given without their credentials. */
export function natsFailure(
  error: unknown,
  server: { readonly servers?: string | string[] },
): PoolTransportError {
  const message = messageOf(error);
  if (REFUSALS.some(([sign]) => sign.test(`${nameOf(error)} ${message}`))) return natsRefusal(error);
  const addresses = [server.servers ?? "127.0.0.1:4222"].flat().map(withoutCredentials).join(", ");
  return new PoolTransportError(
    "NOT_REACHABLE",
    `no NATS server at ${addresses}: ${message}. Is nats-server running there?`,
    { cause: error },
  );
}

/** The server is there, and does not do what a pool needs. */
export function natsRefusal(error: unknown): PoolTransportError {
  const text = `${nameOf(error)} ${messageOf(error)}`;
  const hint = REFUSALS.find(([sign]) => sign.test(text))?.[1] ?? "see docs/nats.md for what a pool needs";
  return new PoolTransportError("NATS_REFUSED", `the NATS server refuses (${messageOf(error)}): ${hint}`, {
    cause: error,
  });
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//").replace(/^[^/@]*@/, "");
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || (error.cause === undefined ? error.name : messageOf(error.cause));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/**
 * For what is tried again anyway: errors of the library, while the server is away or has not found itself again, are
 * none. @throws {PoolTransportError} all that are ours
 */
export function ignoreTransient(error: unknown): undefined {
  if (isEigerMonitorError(error)) throw error;
  if (error instanceof Error) return undefined;
  throw error;
}
