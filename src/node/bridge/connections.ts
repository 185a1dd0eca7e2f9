import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { ServerLimits } from "./serverLimits.ts";

/** Requests on one connection, sent without waiting for the answers. */
const MOST_UNANSWERED = 8;

/**
 * The server's connections, of which there are never more than so many. When one too many comes, the one goes that has
 * kept a place longest without ever asking for anything: clients that only hold connections open (slow loris) push out
 * each other, and not those who ask. Of one address there are fewer, so that none can take all places.
 */
export class Connections {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #numbers = new WeakMap<Socket, number>();
  #count = 0;
  /** Never asked yet; the oldest first. */
  readonly #silent = new Set<Socket>();
  /** Between two requests. */
  readonly #idle = new Set<Socket>();
  /** With how many of their requests are being answered. */
  readonly #busy = new Map<Socket, number>();
  /** Nothing more is taken from these. */
  readonly #ended = new WeakSet<Socket>();

  constructor(server: Server, { connections, connectionsOfOne }: ServerLimits) {
    this.#most = connections;
    this.#mostOfOne = connectionsOfOne;
    server.on("connection", (socket: Socket) => this.#add(socket));
  }

  /** The connection's own number. */
  numberOf(socket: Socket): number {
    const number = this.#numbers.get(socket) ?? ++this.#count;
    this.#numbers.set(socket, number);
    return number;
  }

  isBusy(socket: Socket): boolean {
    return this.#busy.has(socket);
  }

  /** Is there nothing more to be taken from it? What follows a broken request may be part of that. */
  isEnded(socket: Socket): boolean {
    return this.#ended.has(socket);
  }

  endTaking(socket: Socket): void {
    this.#ended.add(socket);
  }

  /** A whole request has come; false when there are too many already that the client has not waited for. */
  begin(socket: Socket): boolean {
    const count = (this.#busy.get(socket) ?? 0) + 1;
    if (count > MOST_UNANSWERED) return false;
    this.#forget(socket);
    this.#busy.set(socket, count);
    return true;
  }

  /** It is answered. */
  end(socket: Socket): void {
    const count = (this.#busy.get(socket) ?? 0) - 1;
    if (count > 0) this.#busy.set(socket, count);
    else if (this.#busy.delete(socket) && !socket.destroyed) this.#idle.add(socket);
  }

  /** Ends every connection on which nothing is being answered. */
  endWaiting(): void {
    for (const socket of [...this.#silent, ...this.#idle]) socket.destroy();
  }

  #add(socket: Socket): void {
    socket.once("close", () => this.#forget(socket));
    const isOfTheSame = ({ remoteAddress }: Socket) => remoteAddress === socket.remoteAddress;
    const hasRoom = this.#makeRoom(this.#mostOfOne, isOfTheSame) && this.#makeRoom(this.#most, () => true);
    if (hasRoom) this.#silent.add(socket);
    else socket.destroy();
  }

  /** Is there room for one more of these connections, by the end of one of them if need be? */
  #makeRoom(most: number, isCounted: (socket: Socket) => boolean): boolean {
    const waiting = [...this.#silent, ...this.#idle].filter(isCounted);
    const busy = [...this.#busy.keys()].filter(isCounted);
    if (waiting.length + busy.length < most) return true;
    const [oldest] = waiting;
    if (oldest === undefined) return false;
    this.#forget(oldest);
    oldest.destroy();
    return true;
  }

  #forget(socket: Socket): void {
    for (const group of [this.#silent, this.#idle, this.#busy]) group.delete(socket);
  }
}
