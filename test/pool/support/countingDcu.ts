import { onTestFinished } from "vitest";
import { serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";

type Request = Parameters<SimulatedDcu["handle"]>[0];
type Reply = Awaited<ReturnType<SimulatedDcu["handle"]>>;

/** A simulated control unit that counts the images that it has given away. */
export class CountingDcu extends SimulatedDcu {
  served = 0;
  /** All else that it was asked: `PUT config/mode {"value":"enabled"}`. */
  readonly requests: string[] = [];

  override async handle(request: Request): Promise<Reply> {
    const { method, path, body } = request;
    const reply = await super.handle(request);
    if (!path.endsWith("/images/next"))
      this.requests.push(`${method} ${path.split("/api/1.8.0/")[1]} ${body}`.trim());
    else if (reply.status === 200) this.served += 1;
    return reply;
  }
}

/** Serves a small one that takes images by itself; it ends with the test. */
export async function countingDcu(
  options: SimulatedDcuOptions = {},
): Promise<{ readonly dcu: CountingDcu; readonly source: string }> {
  const dcu = new CountingDcu({ model: "eiger2-250k", bitDepth: 16, pattern: "ramp", rate: 200, ...options });
  const server = await serveDcu(dcu);
  onTestFinished(() => server.close());
  return { dcu, source: server.source };
}
