import type { ServerResponse } from "node:http";

/**
 * Sends a reply as fast as its client takes it, and no faster. When its body breaks off the connection is reset: whatever
 * the framing, the client cannot take what it has for the whole.
 */
export async function sendReply(
  reply: Response,
  outgoing: ServerResponse,
  { close }: { readonly close: boolean },
): Promise<void> {
  const reader = reply.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => undefined);
  outgoing.once("close", cancel);
  if (outgoing.destroyed) return cancel();
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
    outgoing.socket?.resetAndDestroy();
  } finally {
    outgoing.off("close", cancel);
  }
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
