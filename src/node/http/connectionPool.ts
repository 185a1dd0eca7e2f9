import { Connection } from "./connection.ts";

/** Idle connections kept for one server. */
const MOST_IDLE = 4;

/** Connections that wait for another request, by server. */
export class ConnectionPool {
  readonly #idle = new Map<string, Connection[]>();

  /** One that waits, or a new one. */
  take(url: URL): Connection {
    const idle = this.#idle.get(url.host) ?? [];
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (!connection.closed) return connection;
    }
    return this.open(url);
  }

  /** A new one. */
  open(url: URL): Connection {
    return new Connection(url);
  }

  giveBack(url: URL, connection: Connection): void {
    const idle = (this.#idle.get(url.host) ?? []).filter(({ closed }) => !closed);
    connection.release();
    if (idle.length < MOST_IDLE) idle.push(connection);
    else connection.destroy();
    this.#idle.set(url.host, idle);
  }
}
