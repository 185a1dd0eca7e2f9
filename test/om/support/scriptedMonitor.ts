import {
  type RecordedRequest,
  type RecordingServer,
  recordingServer,
  type ScriptedReply,
} from "../../support/recordingServer.ts";

/** Replies for some addresses below `/monitor/api/<version>/`, e.g. `GET config/mode`; a list is used up in turn. */
export type Script = Readonly<
  Record<string, (request: RecordedRequest) => ScriptedReply | Promise<ScriptedReply>>
>;

export interface ScriptedMonitor extends RecordingServer {
  /** `GET config/mode`, `PUT config/mode {"value":"enabled"}`, … as they came. */
  readonly lines: readonly string[];
}

const DEFAULTS: Script = {
  "GET config/mode": () => ({ body: '{"value":"enabled"}' }),
  "PUT config/mode": () => ({ body: '["mode"]' }),
  "PUT config/discard_new": () => ({ body: '["discard_new"]' }),
  "PUT config/buffer_size": () => ({ body: '["buffer_size"]' }),
  "GET images/next": () => ({ status: 408, body: "no data available" }),
};

/** A monitor on the wire that answers what a test wants, and keeps what it was asked. */
export async function scriptedMonitor(script: Script = {}): Promise<ScriptedMonitor> {
  const replies: Script = { ...DEFAULTS, ...script };
  const server = await recordingServer((request) => {
    return replies[addressOf(request)]?.(request) ?? { status: 404, body: "unknown path" };
  });
  return {
    ...server,
    get lines() {
      return server.requests.map((request) => `${addressOf(request)} ${request.body}`.trim());
    },
  };
}

function addressOf({ method, url = "" }: RecordedRequest): string {
  return `${method} ${url.replace(/^\/monitor\/api\/[\d.]+\//, "").replace(/\?.*/, "")}`;
}

/** One reply after the other; the last one again and again. */
export function inTurn(...replies: readonly ScriptedReply[]): () => ScriptedReply {
  let index = 0;
  return () => replies[Math.min(index++, replies.length - 1)] ?? { status: 404 };
}

/** Never answers. */
export function silence(): Promise<never> {
  return new Promise(() => undefined);
}
