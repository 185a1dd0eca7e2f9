import { PoolTransportError } from "../../errors.ts";
import { type Clock, systemClock } from "../../simplon/index.ts";
import { type AckPacket, DATA_HEAD, type DataPacket } from "./packet.ts";

/** Milliseconds without a word of the receiver, after which what it has not got is sent again. */
const PATIENCE = 2000;

export interface OutboxOptions {
  /** Hands a packet to the server; false while there is none: the packet is sent once it is back. */
  readonly publish: (packet: DataPacket) => boolean;
  /** Bytes that may be under way. */
  readonly window: number;
  /** Bytes of the largest publication that the server takes. */
  readonly packetLength: number;
  /** Bytes of the largest message. */
  readonly messageLength: number;
  readonly clock?: Clock;
}

/**
 * What is on its way to one other node. Every packet is kept until the receiver is done with it, and sent again when it
 * was lost; the receiver tells by the numbers what it has already.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  /** Not done with, in order; the first `#published` of them are under way. */
  readonly #packets: DataPacket[] = [];
  #published = 0;
  #bytesUnderWay = 0;
  #numbered = 0;
  #arrived = 0;
  /** The last packet that had arrived when the rest was sent again: one gap shows itself by many packets. */
  #sentAgainFrom = -1;
  #timer: unknown;
  #resent = 0;
  readonly #waiting: {
    readonly until: number;
    readonly resolve: () => void;
    readonly reject: (e: unknown) => void;
  }[] = [];
  #closed: unknown;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Packets that were sent more than once. */
  get resent(): number {
    return this.#resent;
  }

  /**
   * Sends a message in as many packets as it takes; resolves once the receiver is done with it. Bytes are not copied
   * before they are published.
   * @throws {PoolTransportError} PAYLOAD_TOO_LARGE; what `close` was given
   */
  send(message: Uint8Array): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const { messageLength } = this.#options;
    if (message.length > messageLength) return Promise.reject(tooLong(message.length, messageLength));
    const step = this.#options.packetLength - DATA_HEAD;
    for (let start = 0; start === 0 || start < message.length; start += step) {
      this.#numbered += 1;
      const isLast = start + step >= message.length;
      const bytes = message.subarray(start, start + step);
      this.#packets.push({ kind: "data", number: this.#numbered, isLast, bytes });
    }
    const until = this.#numbered;
    this.#pump();
    return new Promise((resolve, reject) => this.#waiting.push({ until, resolve, reject }));
  }

  /** What the receiver says of how far it is. Numbers that were never sent are not believed. */
  acknowledge({ done, arrived, again }: AckPacket): void {
    if (arrived > this.#numbered || done > arrived) return;
    this.#arrived = Math.max(this.#arrived, arrived);
    this.#forget(done);
    if (again && arrived !== this.#sentAgainFrom) {
      this.#sentAgainFrom = arrived;
      this.#sendMissing();
    } else this.#pump();
    this.#watch();
  }

  /** The connection was down: all that is not done with is sent again, so that the receiver says how far it is. */
  resume(): void {
    this.#sendAgainFrom(0);
  }

  /** Nothing is sent any more; who waits gets the error. */
  close(error: PoolTransportError): void {
    this.#closed ??= error;
    this.#clock.clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#closed);
    this.#packets.length = 0;
    this.#published = 0;
  }

  #forget(done: number): void {
    const index = this.#packets.findIndex(({ number }) => number > done);
    const gone = this.#packets.splice(0, index === -1 ? this.#packets.length : index);
    this.#bytesUnderWay -= sumOf(gone.slice(0, this.#published));
    this.#published = Math.max(0, this.#published - gone.length);
    while (this.#waiting[0] !== undefined && this.#waiting[0].until <= done) this.#waiting.shift()?.resolve();
  }

  /** As much as the window lets through, and one packet at least. */
  #pump(): void {
    for (;;) {
      const next = this.#packets[this.#published];
      const isFull = this.#published > 0 && this.#bytesUnderWay >= this.#options.window;
      if (next === undefined || isFull || !this.#options.publish(next)) break;
      this.#published += 1;
      this.#bytesUnderWay += next.bytes.length;
    }
    if (this.#timer === undefined) this.#watch();
  }

  #sendMissing(): void {
    const missing = this.#packets.findIndex(({ number }) => number > this.#arrived);
    this.#sendAgainFrom(missing === -1 ? this.#packets.length : missing);
  }

  #sendAgainFrom(index: number): void {
    this.#resent += Math.max(0, this.#published - index);
    this.#published = index;
    this.#bytesUnderWay = sumOf(this.#packets.slice(0, index));
    this.#pump();
  }

  /** Starts the wait for the receiver's next word anew. */
  #watch(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#packets.length > 0) this.#timer = this.#clock.setTimeout(() => this.#ask(), PATIENCE);
  }

  /** A packet that the receiver has already makes it say how far it is. */
  #ask(): void {
    this.#timer = undefined;
    this.#sentAgainFrom = -1;
    const [oldest] = this.#packets;
    if (this.#arrived < this.#numbered) this.#sendMissing();
    else if (oldest !== undefined) this.#options.publish(oldest);
    this.#watch();
  }
}

function sumOf(packets: readonly DataPacket[]): number {
  return packets.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function tooLong(length: number, limit: number): PoolTransportError {
  return new PoolTransportError(
    "PAYLOAD_TOO_LARGE",
    `a message of ${length} bytes; this pool sends ${limit} at most. Send less, or set a larger message limit`,
  );
}
