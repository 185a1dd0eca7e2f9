import type { ServerResponse } from "node:http";
import type { ServerLimits } from "./serverLimits.ts";

/**
 * Sends a reply as fast as its client takes it, and no faster. When its body breaks off the connection is reset: whatever
 * the framing, the client cannot take what it has for the whole. It is reset too when the client does not take it in time.
 */
export async function sendReply(
  reply: Response,
  outgoing: ServerResponse,
  { close, limits }: { readonly close: boolean; readonly limits: ServerLimits },
): Promise<void> {
  const reader = reply.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => undefined);
  outgoing.once("close", cancel);
  if (outgoing.destroyed) return cancel();
  // Seen here also while the client is waited for, who may never read on.
  reader?.closed.catch(() => reset(outgoing));
  limitSending(outgoing, limits);
  outgoing.writeHead(reply.status, {
    ...Object.fromEntries(reply.headers),
    ...(close && { Connection: "close" }),
  });
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value)) await drained(outgoing);
    }
    outgoing.end();
  } catch {
    // Why it broke off is for the bridge to say; headers and a part of the body are out.
    reset(outgoing);
  } finally {
    outgoing.off("close", cancel);
  }
}

/** A client that reads nothing, or a byte now and then, must not keep its connection for ever. */
function limitSending(outgoing: ServerResponse, { stalled, reply }: ServerLimits): void {
  const whole = setTimeout(() => reset(outgoing), reply);
  outgoing.once("close", () => clearTimeout(whole));
  outgoing.setTimeout(stalled, () => {
    // With nothing to take, it is the bridge that waits, for the DCU.
    if (outgoing.req.socket.writableLength > 0) reset(outgoing);
  });
}

/** Not the reply's own socket: it has none while an earlier reply is under way. */
function reset({ req }: ServerResponse): void {
  req.socket.resetAndDestroy();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
    if (outgoing.destroyed) done();
  });
}
