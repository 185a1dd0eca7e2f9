import { isEigerMonitorError, MonitorRequestError } from "../errors.ts";
import type { BodyBuffer, BodyBuffers } from "./bodyBuffer.ts";

/** A body of unknown length is given this much at first. */
const FIRST_BYTES = 2 ** 20;

/** What a body may be, and where its memory comes from. */
export interface BodySinkOptions {
  readonly url: string;
  readonly buffers: BodyBuffers;
  readonly maxBodyBytes: number;
  /** Its length, where the reply announces it. */
  readonly expected: number | undefined;
}

/**
 * Receives one body into one buffer: of the announced length at once, or doubling as it comes. Every way out ends in
 * `finish` or `release`, which settle who has the buffer.
 */
export class BodySink {
  /** Bytes that have come. */
  received = 0;
  readonly #options: BodySinkOptions;
  #buffer: BodyBuffer;

  /** @throws {MonitorRequestError} TOO_LARGE: longer than allowed (before any memory is taken), or than memory */
  constructor(options: BodySinkOptions) {
    this.#options = options;
    const { expected, maxBodyBytes } = options;
    if (expected !== undefined && expected > maxBodyBytes) throw this.#tooLarge(expected);
    this.#buffer = this.#acquire(expected ?? Math.min(FIRST_BYTES, maxBodyBytes));
  }

  /** Where the next bytes of a body of announced length go, at most `most` of them; say `advance` when they are there. */
  room(most: number): Uint8Array {
    return this.#buffer.bytes.subarray(this.received, this.received + most);
  }

  advance(length: number): void {
    this.received += length;
  }

  /** @throws {MonitorRequestError} TOO_LARGE */
  append(chunk: Uint8Array): void {
    const length = this.received + chunk.length;
    if (length > this.#options.maxBodyBytes) throw this.#tooLarge(length);
    if (length > this.#buffer.bytes.length) this.#move(Math.min(2 * length, this.#options.maxBodyBytes));
    this.#buffer.bytes.set(chunk, this.received);
    this.received = length;
  }

  /**
   * The body is complete: hands its buffer over, cut to what has come.
   * @throws {MonitorRequestError} TRUNCATED_BODY when that is not the announced length
   */
  finish(): BodyBuffer {
    const { url, expected } = this.#options;
    const { received } = this;
    if (expected !== undefined && received !== expected) {
      const message = `${url}: the body has ${received} bytes, Content-Length says ${expected}`;
      throw new MonitorRequestError("TRUNCATED_BODY", message, { url, received });
    }
    if (received !== this.#buffer.bytes.length) this.#move(received);
    return this.#buffer;
  }

  /** The body is not wanted, or not whole. */
  release(): void {
    this.#buffer.release();
  }

  #move(length: number): void {
    const other = this.#acquire(length);
    other.bytes.set(this.#buffer.bytes.subarray(0, this.received));
    this.#buffer.release();
    this.#buffer = other;
  }

  /** @throws {MonitorRequestError} TOO_LARGE when there is no such memory */
  #acquire(length: number): BodyBuffer {
    const { url, buffers } = this.#options;
    try {
      return buffers.acquire(length);
    } catch (cause) {
      if (!isEigerMonitorError(cause, "DecodeError")) throw cause;
      const message = `${url}: ${cause.message}`;
      throw new MonitorRequestError("TOO_LARGE", message, { url, received: this.received, cause });
    }
  }

  /** The reply has begun, so the DCU has given the image away: `received` says so. */
  #tooLarge(length: number): MonitorRequestError {
    const { url, maxBodyBytes } = this.#options;
    const message = `${url}: a body of ${length} bytes, at most ${maxBodyBytes} are read`;
    return new MonitorRequestError("TOO_LARGE", message, { url, received: this.received });
  }
}
