import { PoolTransportError } from "../../errors.ts";
import type { AckPacket, DataPacket } from "./packet.ts";

export interface InboxOptions {
  /** A message has come whole; `done` is called when it is done with, in the order in which they came. */
  readonly onMessage: (message: Uint8Array, done: () => void) => void;
  readonly acknowledge: (packet: AckPacket) => void;
  /** Bytes of the largest message that is put together. */
  readonly messageLength: number;
}

/** What comes from one other node: each packet once and in order, however often it was sent. */
export class Inbox {
  readonly #options: InboxOptions;
  #arrived = 0;
  #duplicates = 0;
  /** Of the message that is not whole yet. */
  #parts: Uint8Array[] = [];
  #length = 0;
  /** Last packets of the messages that are not done with. */
  readonly #open: number[] = [];
  #isAckDue = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Packets that came again. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** @throws {PoolTransportError} PAYLOAD_TOO_LARGE for a message beyond the limit */
  accept(packet: DataPacket): void {
    if (packet.number === this.#arrived + 1) this.#take(packet);
    else this.#outOfTurn(packet);
  }

  #take(packet: DataPacket): void {
    this.#length += packet.bytes.length;
    const { messageLength } = this.#options;
    if (this.#length > messageLength)
      throw new PoolTransportError(
        "PAYLOAD_TOO_LARGE",
        `${this.#length} bytes of one message so far; this node takes ${messageLength} at most`,
      );
    this.#arrived = packet.number;
    this.#parts.push(packet.bytes);
    if (packet.isLast) this.#complete();
    this.#acknowledgeSoon();
  }

  /** Says how far it is; what has not arrived by now is to be sent again. */
  askAgain(): void {
    this.#options.acknowledge(this.#ack(true));
  }

  #outOfTurn({ number }: DataPacket): void {
    if (number <= this.#arrived) this.#duplicates += 1;
    this.askAgain();
  }

  #complete(): void {
    const number = this.#arrived;
    this.#open.push(number);
    const message = joined(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    this.#options.onMessage(message, () => this.#done(number));
  }

  #done(number: number): void {
    if (this.#open[0] !== number) return;
    this.#open.shift();
    this.#acknowledgeSoon();
  }

  /** One word for all that comes at a time. */
  #acknowledgeSoon(): void {
    if (this.#isAckDue) return;
    this.#isAckDue = true;
    queueMicrotask(() => {
      this.#isAckDue = false;
      this.#options.acknowledge(this.#ack(false));
    });
  }

  /** Parts of a message that is not whole are done with as they come: the sender need not keep them. */
  #ack(again: boolean): AckPacket {
    const [oldest] = this.#open;
    const done = oldest === undefined ? this.#arrived : oldest - 1;
    return { kind: "ack", done, arrived: this.#arrived, again };
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first, second] = parts;
  if (first !== undefined && second === undefined) return first;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
