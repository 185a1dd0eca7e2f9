import type { Server } from "node:http";

/** Milliseconds until it is tried again to listen, when somebody else has the port meanwhile. */
const TRY_AGAIN = 100;

/** A server that is switched off for a time: connections are cut, new ones refused, and then it listens again. */
export class Outage {
  /** Where it listens again. */
  address: { readonly host: string; readonly port: number } | undefined;
  readonly #server: Server;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  /** An outage that is going on is not made longer. */
  begin(seconds: number): void {
    if (this.#timer !== undefined) return;
    this.#server.close();
    this.#server.closeAllConnections();
    this.#timer = setTimeout(() => this.#return(), seconds * 1000);
  }

  /** For good: it does not come back. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #return(): void {
    this.#timer = undefined;
    const { address } = this;
    if (address === undefined) return;
    const again = (): void => {
      this.#timer = setTimeout(() => this.#return(), TRY_AGAIN);
    };
    this.#server.once("error", again);
    this.#server.listen(address.port, address.host, () => this.#server.off("error", again));
  }
}
