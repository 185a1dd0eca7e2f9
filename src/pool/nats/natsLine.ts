import type { ConnectionOptions, Msg, NatsConnection, Status } from "@nats-io/nats-core";
import type { PoolTransportError } from "../../errors.ts";
import { natsFailure, natsRefusal } from "./natsFailure.ts";

/** Opens a connection: `connect` of @nats-io/transport-node, `wsconnect` of @nats-io/nats-core in a tab. */
export type NatsConnect = (options: ConnectionOptions) => Promise<NatsConnection>;

export interface NatsLineOptions {
  readonly connect: NatsConnect;
  /** Address and credentials: `servers`, `user`, `pass`, `token`, `authenticator`, `tls`, `name`. */
  readonly server: ConnectionOptions;
  /** Milliseconds after which a connection that says nothing counts as dead. */
  readonly silence: number;
}

/** Milliseconds for a connection to be there, at first and again. */
const CONNECT_WITHIN = 5000;
const RECONNECT_AFTER = 200;

/** A connection to the server that says of itself whether it is up; what is published meanwhile is refused, not kept. */
export class NatsLine {
  readonly #connection: NatsConnection;
  readonly #failure = new AbortController();
  readonly #onUp: (() => void)[] = [];
  readonly #ended: Promise<void>;
  #isUp = true;
  #outages = 0;
  #maxPayload: number;

  /** @throws {PoolTransportError} NOT_REACHABLE, NATS_REFUSED */
  static async open({ connect, server, silence }: NatsLineOptions): Promise<NatsLine> {
    const options: ConnectionOptions = {
      ...server,
      timeout: CONNECT_WITHIN,
      // Gone for good after ten attempts, if the library had its way.
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_AFTER,
      reconnectJitter: RECONNECT_AFTER,
      pingInterval: silence / 2,
      maxPingOut: 2,
    };
    try {
      return new NatsLine(await connect(options));
    } catch (error) {
      throw natsFailure(error, server);
    }
  }

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
    this.#maxPayload = connection.info?.max_payload ?? 0;
    this.#ended = this.#follow(connection.status());
  }

  get connection(): NatsConnection {
    return this.#connection;
  }

  /** Aborts, with the error, when the server refuses us for good. */
  get failed(): AbortSignal {
    return this.#failure.signal;
  }

  get isUp(): boolean {
    return this.#isUp && !this.#connection.isClosed();
  }

  /** How often the connection was lost. */
  get outages(): number {
    return this.#outages;
  }

  /** Bytes of the largest publication that the server takes. */
  get maxPayload(): number {
    return this.#maxPayload;
  }

  /** `onUp` is called whenever the connection is back. */
  watch(onUp: () => void): void {
    this.#onUp.push(onUp);
  }

  /** False if the server is away: the library would keep the bytes, and drop them when it dials. */
  publish(subject: string, bytes?: Uint8Array): boolean {
    if (!this.isUp) return false;
    try {
      this.#connection.publish(subject, bytes);
      return true;
    } catch (error) {
      this.#fail(natsRefusal(error));
      return false;
    }
  }

  /**
   * The subscription is at the server when this resolves: what is published from then on comes here.
   * @throws {PoolTransportError} NATS_REFUSED; or the library's errors
   */
  async subscribe(subject: string, onMessage: (message: Msg) => void): Promise<void> {
    this.#failure.signal.throwIfAborted();
    this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) onMessage(message);
        else this.#fail(natsRefusal(error));
      },
    });
    await this.#connection.flush();
    // A refusal comes before the answer to the flush.
    this.#failure.signal.throwIfAborted();
  }

  /** Resolves once the server has got all that was published; also if it is away. */
  async flush(): Promise<void> {
    if (this.isUp) await this.#connection.flush().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#isUp = false;
    await this.#connection.close();
    await this.#ended;
  }

  async #follow(statuses: AsyncIterable<Status>): Promise<void> {
    for await (const status of statuses) {
      if (status.type === "disconnect") this.#down();
      else if (status.type === "reconnect") this.#up();
      else if (status.type === "error") this.#complain(status.error);
    }
    const reason = await this.#connection.closed();
    if (reason instanceof Error) this.#fail(natsRefusal(reason));
  }

  #down(): void {
    if (this.#isUp) this.#outages += 1;
    this.#isUp = false;
  }

  #up(): void {
    this.#isUp = true;
    this.#maxPayload = this.#connection.info?.max_payload ?? this.#maxPayload;
    for (const listener of this.#onUp) listener();
  }

  /** Errors after which the server goes on with us show themselves by the requests that fail. */
  #complain(error: Error): void {
    if (error.name === "PermissionViolationError") this.#fail(natsRefusal(error));
  }

  #fail(error: PoolTransportError): void {
    if (!this.#failure.signal.aborted) this.#failure.abort(error);
  }
}
