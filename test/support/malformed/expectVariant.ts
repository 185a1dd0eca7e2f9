import { expect } from "vitest";
import type { Decoder, FrameLease } from "../../../src/decoder/index.ts";
import { encodePayload } from "../../../src/simulator/index.ts";
import { Random } from "../../../src/simulator/patterns/random.ts";
import { listDirectories, readTiff } from "../../../src/tiff/index.ts";
import { makeFrame } from "../payload/frames.ts";
import { bytesOf } from "../payload/scalarForms.ts";
import { buildTiff, dectrisEntries } from "../tiffBuilder.ts";
import type { Input, InputVariant, Outcome, Refusal, Variant } from "./case.ts";
import { MemoryMeter } from "./memoryMeter.ts";

const MIB = 2 ** 20;
const RAMP = Uint16Array.from({ length: 24 }, (_, index) => 500 + index);
/** A kernel swaps its bytes, in the slot of the next body. */
const GOOD_TIFF = buildTiff({ littleEndian: false, pixels: RAMP, dectris: dectrisEntries() });
const COUNTS = makeFrame(new Random(7), { depth: 16, count: 5003, kind: "peaks" });
const GOOD_PAYLOAD = encodePayload(COUNTS, { encoding: "bslz4" });

/**
 * An input is refused with its code, place and tag, or is the image that is expected; without a trap, and with less than 1 MiB
 * of memory beside the input when it is refused. Then a good file and a good payload decode, bit for bit, in the same instances.
 */
export function expectVariant(decoder: Decoder, variant: Variant): void {
  if ("compare" in variant) variant.compare(decoder);
  else expectInput(decoder, variant);
  expect(decoder.traps).toBe(0);
  expectNextGood(decoder);
}

function expectInput(decoder: Decoder, variant: InputVariant): void {
  const input = variant.input();
  const body = decoder.slots.acquire(input.bytes.length, { pixelOffset: 0 });
  body.bytes.set(input.bytes);
  const meter = new MemoryMeter();
  const { error, outcome } = attempt(decoder, input, body);
  const grown = meter.stop();
  try {
    if (variant.refusal === undefined) expectGood(variant, { error, outcome });
    else {
      expectRefusal(error, variant.refusal, input.bytes);
      // A payload is proven in a slot of its own: its bytes are the input once more.
      expect(grown).toBeLessThan(MIB + (input.kind === "payload" ? input.bytes.length : 0));
    }
  } finally {
    outcome?.frame.close();
    body.release();
  }
}

interface Attempt {
  readonly error?: unknown;
  readonly outcome?: Outcome | undefined;
}

function attempt(decoder: Decoder, input: Input, body: FrameLease): Attempt {
  try {
    return { outcome: decode(decoder, input, body) };
  } catch (error) {
    return { error };
  }
}

function decode(decoder: Decoder, input: Input, body: FrameLease): Outcome | undefined {
  const { bytes } = body;
  if (input.kind === "payload") return { bytes, image: undefined, frame: decoder.decode(bytes, input.image) };
  if (input.kind === "tiff") return { bytes, image: readTiff(bytes), frame: decoder.decode(body) };
  listDirectories(bytes);
  return undefined;
}

function expectRefusal(error: unknown, { code, offset, tag }: Refusal, bytes: Uint8Array): void {
  const at = typeof offset === "function" ? offset(bytes) : offset;
  expect(error).toMatchObject({ name: "DecodeError", code, offset: at, tag });
  expect(error).toHaveProperty("message", expect.stringMatching(tag === undefined ? /./ : `\\b${tag}\\b`));
}

function expectGood({ metadataRefusal, check }: InputVariant, { error, outcome }: Attempt): void {
  expect(error).toBeUndefined();
  if (outcome === undefined) return;
  if (metadataRefusal !== undefined) {
    expectRefusal(outcome.image?.dectrisError, metadataRefusal, outcome.bytes);
    expect(outcome.image?.dectris).toBeNull();
    expect([...outcome.frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));
  }
  check?.(outcome);
}

function expectNextGood(decoder: Decoder): void {
  const { created } = decoder.slots;
  const frame = decoder.decode(GOOD_TIFF);
  expect([...frame.data]).toEqual([...RAMP]);
  frame.close();
  const counts = decoder.decode(GOOD_PAYLOAD, { encoding: "bslz4", shape: [1, COUNTS.length], depth: 16 });
  expect(Buffer.compare(counts.bytes, bytesOf(COUNTS))).toBe(0);
  counts.close();
  expect([decoder.slots.created, decoder.slots.free]).toEqual([created, created]);
}
