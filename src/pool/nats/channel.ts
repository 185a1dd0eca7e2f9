import type { PoolTransportError } from "../../errors.ts";
import type { Clock } from "../../simplon/index.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";
import { DATA_HEAD, readPacket, writePacket } from "./packet.ts";

export interface ChannelOptions {
  /** False while the server is away. */
  readonly publish: (bytes: Uint8Array) => boolean;
  /** Bytes of the largest publication that the server takes. */
  readonly maxPayload: number;
  readonly window: number;
  readonly messageLength: number;
  readonly onMessage: (message: Uint8Array, done: () => void) => void;
  readonly clock?: Clock | undefined;
}

/** Messages from one node to another and back: each arrives once, in its order, whatever happens to the connection. */
export class Channel {
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;

  constructor({ publish, maxPayload, window, messageLength, onMessage, clock }: ChannelOptions) {
    this.#outbox = new Outbox({
      publish: (packet) => publish(writePacket(packet)),
      window,
      packetLength: Math.max(maxPayload, DATA_HEAD + 1),
      messageLength,
      ...(clock === undefined ? {} : { clock }),
    });
    this.#inbox = new Inbox({
      onMessage,
      acknowledge: (packet) => publish(writePacket(packet)),
      messageLength,
    });
  }

  get resent(): number {
    return this.#outbox.resent;
  }

  get duplicates(): number {
    return this.#inbox.duplicates;
  }

  /** Resolves once the other node is done with the message. @throws {PoolTransportError} */
  send(message: Uint8Array): Promise<void> {
    return this.#outbox.send(message);
  }

  /** Bytes that came from the other node. @throws {PoolTransportError} BAD_REPORT, PAYLOAD_TOO_LARGE */
  accept(bytes: Uint8Array): void {
    const packet = readPacket(bytes);
    if (packet.kind === "ack") this.#outbox.acknowledge(packet);
    else this.#inbox.accept(packet);
  }

  /** The connection was down, and what was under way may be lost, on both ways. */
  resume(): void {
    this.#outbox.resume();
    this.#inbox.askAgain();
  }

  /** Who waits for the other node gets the error. */
  close(error: PoolTransportError): void {
    this.#outbox.close(error);
  }
}
