import { type Endpoint, expose, transfer } from "comlink";
import { PoolTransportError } from "../../errors.ts";
import type { FeedbackData, Say } from "../../processing/index.ts";
import { FeedbackBox } from "../feedbackBox.ts";
import { type NodePorts, type NodeSetup, runNode } from "../nodeSetup.ts";
import { plainError } from "../processingNode.ts";
import { sendable } from "../sendable.ts";
import type { NodeReport, ProcessingLink } from "../transport.ts";

/** What a worker is asked, from the thread of the collecting node. */
export interface NodeDoor {
  /** Runs the processing node of this rank to its end. `report` resolves once a report is done with. */
  run(
    setup: NodeSetup & { readonly rank: number },
    report: (report: NodeReport) => Promise<void>,
    say: Say | undefined,
  ): Promise<void>;
  feedback(data: FeedbackData): void;
  stop(): void;
}

/**
 * A worker's whole work: it offers a processing node to the other side of `endpoint`. The same in Node and in a page; what
 * is platform comes in by `ports`.
 */
export function exposeNode(endpoint: Endpoint, ports: NodePorts = {}): void {
  const box = new FeedbackBox();
  const stop = new AbortController();
  const door: NodeDoor = {
    async run(setup, report, say) {
      const link = workerLink({ setup, report, box, stop: stop.signal });
      try {
        await runNode(setup, link, { ...ports, say: say && ((line, kind) => void say(line, kind)) });
      } catch (error) {
        // Who ended with an error has said so already, unless it had not begun.
        if (!link.spoken) await link.send({ kind: "failed", error: plainError(error), counts: NOTHING });
      }
    },
    feedback: (data) => box.add(data),
    stop: () => stop.abort(),
  };
  expose(door, endpoint);
}

const NOTHING = { taken: 0, sent: 0, skipped: 0, transitLost: 0 };

function workerLink(options: {
  readonly setup: NodeSetup & { readonly rank: number };
  readonly report: (report: NodeReport) => Promise<void>;
  readonly box: FeedbackBox;
  readonly stop: AbortSignal;
}): ProcessingLink & { readonly spoken: boolean } {
  const { setup, report: send, box, stop } = options;
  let spoken = false;
  return {
    rank: setup.rank,
    nodePoolSize: setup.nodePoolSize,
    stop,
    get spoken() {
      return spoken;
    },
    takeFeedback: () => box.take(),
    async send(report) {
      const { value, transfer: buffers } = sendable(report);
      spoken ||= report.kind === "failed";
      await send(transfer(value as NodeReport, [...buffers])).catch((cause: unknown) => {
        throw new PoolTransportError("NOT_SENDABLE", `a report cannot be sent: ${String(cause)}`, { cause });
      });
    },
    close: async () => undefined,
  };
}
