import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * The server's connections, of which there are never more than so many. When one too many comes, the one goes that has
 * kept a place longest without ever asking for anything: clients that only hold connections open (slow loris) push out
 * each other, and not those who ask.
 */
export class Connections {
  readonly #most: number;
  /** Never asked yet; the oldest first. */
  readonly #silent = new Set<Socket>();
  /** Between two requests. */
  readonly #idle = new Set<Socket>();
  readonly #busy = new Set<Socket>();

  constructor(server: Server, { most }: { readonly most: number }) {
    this.#most = most;
    server.on("connection", (socket: Socket) => this.#add(socket));
  }

  isBusy(socket: Socket): boolean {
    return this.#busy.has(socket);
  }

  /** A whole request has come. */
  begin(socket: Socket): void {
    this.#forget(socket);
    this.#busy.add(socket);
  }

  /** It is answered. */
  end(socket: Socket): void {
    if (!this.#busy.delete(socket) || socket.destroyed) return;
    this.#idle.add(socket);
  }

  /** Ends every connection on which nothing is being answered. */
  endWaiting(): void {
    for (const socket of [...this.#silent, ...this.#idle]) socket.destroy();
  }

  #add(socket: Socket): void {
    socket.once("close", () => this.#forget(socket));
    if (this.#silent.size + this.#idle.size + this.#busy.size >= this.#most) this.#makeRoom();
    if (this.#silent.size + this.#idle.size + this.#busy.size >= this.#most) socket.destroy();
    else this.#silent.add(socket);
  }

  #makeRoom(): void {
    const [oldest] = [...this.#silent, ...this.#idle];
    if (oldest === undefined) return;
    this.#forget(oldest);
    oldest.destroy();
  }

  #forget(socket: Socket): void {
    for (const group of [this.#silent, this.#idle, this.#busy]) group.delete(socket);
  }
}
