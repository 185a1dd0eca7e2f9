import { expect } from "vitest";
import type { CompressedImage } from "../../../src/decoder/compressedImage.ts";
import type { Decoder } from "../../../src/decoder/index.ts";
import type { DecodeErrorCode } from "../../../src/errors.ts";
import { encodePayload } from "../../../src/simulator/index.ts";
import { Random } from "../../../src/simulator/patterns/random.ts";
import { makeFrame } from "./frames.ts";
import { bytesOf } from "./scalarForms.ts";

/** A payload that is no frame: why, and where that stands. */
export interface Refusal {
  readonly name: string;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly image: CompressedImage;
  readonly code: DecodeErrorCode;
  readonly offset: number | undefined;
}

const GOOD = makeFrame(new Random(7), { depth: 16, count: 5003, kind: "peaks" });
const GOOD_PAYLOAD = encodePayload(GOOD, { encoding: "bslz4" });

/** The payload is refused with that code and offset, no memory stays taken, and the next good frame is right. */
export function expectRefusal(decoder: Decoder, { payload, image, code, offset }: Refusal): void {
  const free = decoder.slots.free;
  const expected = { name: "DecodeError", code, ...(offset !== undefined && { offset }) };
  expect(() => decoder.decode(payload, image)).toThrow(expect.objectContaining(expected));
  expect(decoder.traps).toBe(0);
  expect(decoder.slots.free).toBeGreaterThanOrEqual(free);
  const frame = decoder.decode(GOOD_PAYLOAD, { encoding: "bs16-lz4", shape: [1, GOOD.length], depth: 16 });
  expect(Buffer.compare(frame.bytes, bytesOf(GOOD))).toBe(0);
  frame.close();
}
