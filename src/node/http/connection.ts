import { connect, type Socket } from "node:net";

/** Bytes that a read may bring while nobody has a better place for them. */
const SCRATCH_BYTES = 65_536;

/** Who reads what a connection brings, one request at a time. */
export interface ConnectionReader {
  /** Where the next bytes are to be put by the socket itself; undefined: into the connection's own memory. */
  target(): Uint8Array | undefined;
  /** Bytes came into `target()`. */
  arrived(length: number): void;
  /** Bytes came into the connection's own memory, which the next read overwrites. */
  take(bytes: Uint8Array): void;
  /** The connection is gone; `cause` when it failed. */
  end(cause?: Error): void;
}

/**
 * One TCP connection whose bytes land where its reader says: a frame goes from the kernel straight into the decoder's
 * memory. (16M frames of 32 bits over loopback, a second: 55 so, 61 thrown away, 15 through undici, 5 through fetch;
 * Node 20, a core for each side.)
 */
export class Connection {
  /** Has it served a request before? */
  used = false;
  readonly #socket: Socket;
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);
  #reader: ConnectionReader | undefined;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({
      // An IPv6 address stands in brackets in a URL only.
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? 80 : Number(port),
      noDelay: true,
      onread: {
        buffer: () => this.#reader?.target() ?? this.#scratch,
        callback: (length, buffer) => {
          this.#dispatch(length, buffer);
          return true;
        },
      },
    });
    let failure: Error | undefined;
    this.#socket.once("error", (error) => {
      failure = error;
    });
    this.#socket.once("end", () => this.#end());
    this.#socket.once("close", () => this.#end(failure));
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.readableEnded;
  }

  /** Sends a request; `reader` gets the connection until `release` or `destroy`. */
  send(request: string, reader: ConnectionReader): void {
    this.#reader = reader;
    this.#socket.ref();
    this.#socket.write(request, "latin1");
  }

  /** The response is complete. An idle connection does not keep the process alive. */
  release(): void {
    this.#reader = undefined;
    this.used = true;
    this.#socket.unref();
  }

  destroy(): void {
    this.#reader = undefined;
    this.#socket.destroy();
  }

  #dispatch(length: number, buffer: Uint8Array): void {
    // Whoever speaks unasked is not to be trusted with another request.
    if (this.#reader === undefined) this.destroy();
    else if (buffer === this.#scratch) this.#reader.take(this.#scratch.subarray(0, length));
    else this.#reader.arrived(length);
  }

  #end(cause?: Error): void {
    const reader = this.#reader;
    this.destroy();
    reader?.end(cause);
  }
}
