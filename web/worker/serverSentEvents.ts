import { EigerMonitorError } from "../../src/index.ts";

/** An event of a stream (HTML standard, section 9.2), as far as it is used here. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Characters of one event; nobody means to send more. */
const LONGEST = 2 ** 24;

/**
 * The events of a reply, one after the other; comments are left out. A page's own reader of such streams cannot show a token.
 * @throws {EigerMonitorError} BAD_RESULTS for one that is too long; what the body fails with
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) yield* readBlock(block);
      if (text.length > LONGEST)
        throw new EigerMonitorError("BAD_RESULTS", `an event of ${text.length} characters or more`);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function* readBlock(block: string): Generator<ServerSentEvent, void, void> {
  const fields = new Map(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
  const data = fields.get("data");
  if (data !== undefined) yield { event: fields.get("event") ?? "message", data };
}
