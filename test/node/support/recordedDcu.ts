import { onTestFinished } from "vitest";
import { serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";

type Request = Parameters<SimulatedDcu["handle"]>[0];
type Reply = Awaited<ReturnType<SimulatedDcu["handle"]>>;

/** A simulated control unit that keeps what it was asked, and the images that it gave away. */
export class RecordedDcu extends SimulatedDcu {
  /** `PUT config/mode {"value":"enabled"}` */
  readonly requests: string[] = [];
  readonly images: Uint8Array[] = [];

  override async handle(request: Request): Promise<Reply> {
    const { method, path, body } = request;
    this.requests.push(`${method} ${path.replace("/monitor/api/1.8.0/", "")} ${body}`.trim());
    const reply = await super.handle(request);
    if (path.endsWith("/images/next") && reply.status === 200) this.images.push(Buffer.concat(reply.body));
    return reply;
  }

  /** What an operator does by hand. */
  async enable(): Promise<void> {
    const body = JSON.stringify({ value: "enabled" });
    await this.fetch("http://dcu/monitor/api/1.8.0/config/mode", { method: "PUT", body });
    this.requests.length = 0;
  }
}

/** Serves a small one that takes images by itself, fast; it ends with the test. */
export async function recordedDcu(
  options: SimulatedDcuOptions = {},
): Promise<{ readonly dcu: RecordedDcu; readonly source: string }> {
  const dcu = new RecordedDcu({ model: "eiger2-250k", bitDepth: 16, pattern: "ramp", rate: 200, ...options });
  const server = await serveDcu(dcu);
  onTestFinished(() => server.close());
  return { dcu, source: server.source };
}
