import { isEigerMonitorError, type PoolTransportError } from "../../errors.ts";
import type { FeedbackData } from "../../processing/index.ts";
import { FeedbackBox } from "../feedbackBox.ts";
import type { NodeReport } from "../transport.ts";
import type { Channel } from "./channel.ts";
import { encodePayload } from "./encodePayload.ts";
import { type CollectingMessage, readNodeReport } from "./natsMessages.ts";
import type { PoolMember } from "./poolMember.ts";

export interface LinkedNodeOptions {
  readonly session: string;
  /** Resolves once the report is done with. */
  readonly onReport: (report: NodeReport) => Promise<void>;
  readonly onFault: (error: PoolTransportError) => void;
}

/** A processing node, as the collecting node has it. */
export class LinkedNode {
  readonly session: string;
  readonly #channel: Channel;
  readonly #feedback = new FeedbackBox();
  readonly #onReport: (report: NodeReport) => Promise<void>;
  #isSending = false;
  #hasSaidLast = false;

  constructor(member: PoolMember, { session, onReport, onFault }: LinkedNodeOptions) {
    this.session = session;
    this.#onReport = onReport;
    this.#channel = member.correspond(session, {
      onMessage: (message, done) => this.#hear(readNodeReport(message), done),
      onFault,
    });
  }

  /** Its report `ended` or `failed` has come: it leaves without being lost. */
  get hasSaidLast(): boolean {
    return this.#hasSaidLast;
  }

  /** Whatever happens to the connection; unless the node is lost. */
  say(message: CollectingMessage): void {
    this.#channel.send(encodePayload(message)).catch(nodeIsGone);
  }

  /** Sent at once, or with all that came before the node had the last. */
  sendFeedback(data: FeedbackData): void {
    this.#feedback.add(data);
    if (this.#isSending) return;
    this.#isSending = true;
    this.#sendWaiting().catch(nodeIsGone);
  }

  async #sendWaiting(): Promise<void> {
    for (let data = this.#feedback.take(); data !== undefined; data = this.#feedback.take())
      await this.#channel.send(encodePayload({ kind: "feedback", data }));
    this.#isSending = false;
  }

  #hear(report: NodeReport, done: () => void): void {
    if (report.kind === "ended" || report.kind === "failed") this.#hasSaidLast = true;
    this.#onReport(report).then(done);
  }
}

/** What was for a node that is gone is for nobody: that it is gone is reported by itself. */
function nodeIsGone(error: unknown): void {
  if (!isEigerMonitorError(error, "PoolTransportError")) throw error;
}
