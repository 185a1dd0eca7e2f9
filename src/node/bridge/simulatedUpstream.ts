import type { UpstreamFetch } from "../../bridge/index.ts";
import type { DcuReply, SimulatedDcu } from "../../simulator/index.ts";

/** Asks a simulated DCU of the same process. Its pixels are sent from where they are, without a copy. */
export function simulatedUpstream(dcu: SimulatedDcu): UpstreamFetch {
  return async (url, { method, headers, body = "", signal }) => {
    const { pathname: path, searchParams: query } = new URL(url);
    const header = (name: string) => headers[name.toLowerCase()];
    const reply = await dcu.handle({ method, path, query, header, body, signal });
    signal.throwIfAborted();
    const length = reply.body.reduce((sum, part) => sum + part.length, 0);
    return new Response(bodyOf(reply), {
      status: reply.status,
      headers: { ...reply.headers, "Content-Length": String(length) },
    });
  };
}

function bodyOf({ body }: DcuReply): ReadableStream<Uint8Array> {
  const parts = body.values();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = parts.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}
