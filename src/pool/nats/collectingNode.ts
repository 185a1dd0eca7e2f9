import { PoolTransportError } from "../../errors.ts";
import { FeedbackBox } from "../feedbackBox.ts";
import type { Channel } from "./channel.ts";
import { type CollectingMessage, readCollectingMessage } from "./natsMessages.ts";
import type { PoolMember } from "./poolMember.ts";

/** The collecting node, as a processing node has it. */
export class CollectingNode {
  readonly session: string;
  readonly channel: Channel;
  readonly feedback: FeedbackBox = new FeedbackBox();
  readonly #member: PoolMember;
  #isWelcome = false;
  #isStopped = false;
  #onStop: () => void = () => undefined;

  constructor(member: PoolMember, session: string) {
    this.session = session;
    this.#member = member;
    this.channel = member.correspond(session, {
      onMessage: (message, done) => {
        this.#hear(readCollectingMessage(message));
        done();
      },
      onFault: (error) => member.forget(session, error),
    });
  }

  /** It has taken this node into the pool. */
  get isWelcome(): boolean {
    return this.#isWelcome;
  }

  /** Called when it asks this node to end, also if it has already. */
  onStop(listener: () => void): void {
    this.#onStop = listener;
    if (this.#isStopped) listener();
  }

  /** This node looks for another one. */
  leave(): void {
    this.#member.forget(
      this.session,
      new PoolTransportError("COLLECTING_NODE_LOST", "it is another one now"),
    );
  }

  #hear(message: CollectingMessage): void {
    if (message.kind === "feedback") this.feedback.add(message.data);
    else if (message.kind === "welcome") this.#welcome();
    else this.#stop();
  }

  #welcome(): void {
    this.#isWelcome = true;
    this.#member.wake();
  }

  #stop(): void {
    this.#isStopped = true;
    this.#onStop();
  }
}
