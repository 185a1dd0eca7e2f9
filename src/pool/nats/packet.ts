import { PoolTransportError } from "../../errors.ts";

/** A message, or a part of one: what fits into one publication. */
export interface DataPacket {
  readonly kind: "data";
  /** Counts the packets from one node to another, from 1. */
  readonly number: number;
  /** The message is complete with this one. */
  readonly isLast: boolean;
  readonly bytes: Uint8Array;
}

/** How far the receiver is. */
export interface AckPacket {
  readonly kind: "ack";
  /** Everything up to this packet is done with: it need not be kept any more. */
  readonly done: number;
  /** Everything up to this packet has arrived. */
  readonly arrived: number;
  /** What came after `arrived` is missing here: a packet came out of its turn, or the connection was down. */
  readonly again: boolean;
}

export type Packet = DataPacket | AckPacket;

/** Bytes before a data packet's own: kind, flag, number. */
export const DATA_HEAD = 10;

const ACK_LENGTH = 18;
const DATA = 1;
const ACK = 2;

/** Kind (1 byte), flag (1 byte), then numbers of 8 bytes, big endian. */
export function writePacket(packet: Packet): Uint8Array {
  if (packet.kind === "ack") return writeAck(packet);
  const bytes = new Uint8Array(DATA_HEAD + packet.bytes.length);
  bytes[0] = DATA;
  bytes[1] = packet.isLast ? 1 : 0;
  new DataView(bytes.buffer).setBigUint64(2, BigInt(packet.number));
  bytes.set(packet.bytes, DATA_HEAD);
  return bytes;
}

function writeAck({ done, arrived, again }: AckPacket): Uint8Array {
  const bytes = new Uint8Array(ACK_LENGTH);
  bytes[0] = ACK;
  bytes[1] = again ? 1 : 0;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(2, BigInt(done));
  view.setBigUint64(10, BigInt(arrived));
  return bytes;
}

/**
 * The packet in these bytes; a data packet's are a view of them.
 * @throws {PoolTransportError} BAD_REPORT
 */
export function readPacket(bytes: Uint8Array): Packet {
  const [kind, flag = 0] = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (kind === DATA && bytes.length >= DATA_HEAD) {
    const number = Number(view.getBigUint64(2));
    return { kind: "data", number, isLast: flag === 1, bytes: bytes.subarray(DATA_HEAD) };
  }
  if (kind === ACK && bytes.length === ACK_LENGTH) {
    const [done, arrived] = [Number(view.getBigUint64(2)), Number(view.getBigUint64(10))];
    return { kind: "ack", done, arrived, again: flag === 1 };
  }
  throw new PoolTransportError("BAD_REPORT", `not a packet: ${bytes.length} bytes that begin with ${kind}`);
}
