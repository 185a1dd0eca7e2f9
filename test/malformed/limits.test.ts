import { describe, expect, test } from "vitest";
import { createDecoder, DEFAULT_DECODER_LIMITS, type DecoderLimits } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { DEFAULT_TIFF_LIMITS, listDirectories, readTiff, type TiffLimits } from "../../src/tiff/index.ts";
import { handlerFor, PROCESSING_NODE } from "../om/support/retrieval.ts";
import { inTurn, scriptedMonitor } from "../om/support/scriptedMonitor.ts";
import { place } from "../support/malformed/place.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";

const LIMIT = expect.objectContaining({ name: "DecodeError", code: "LIMIT" });
/** 4 × 6 pixels of 16 bits, 8 entries and one for the DECTRIS directory, which has 10. */
const FILE = buildTiff({ rowsPerStrip: 1, dectris: dectrisEntries() });
const COUNTS = Uint16Array.from({ length: 4096 }, (_, index) => index % 9);
const PAYLOAD = encodePayload(COUNTS, { encoding: "bslz4", blockBytes: 4096 });
const IMAGE = { encoding: "bslz4", shape: [64, 64], depth: 16 } as const;

test("the limits of an image are as documented", () => {
  expect(DEFAULT_DECODER_LIMITS).toEqual({
    pixels: 67_108_864,
    pixelBytes: 268_435_456,
    directories: 8,
    entries: 4096,
    privateEntries: 256,
    valueBytes: 1_048_576,
    textLength: 4096,
    strips: 65_536,
    blockBytes: 1_048_576,
    slotBytes: 671_088_640,
  });
  expect(DEFAULT_DECODER_LIMITS).toMatchObject(DEFAULT_TIFF_LIMITS);
});

describe("a limit that is one too low refuses, and the next lets pass", () => {
  test.each<[keyof TiffLimits, number]>([
    ["pixels", 24],
    ["pixelBytes", 48],
    ["entries", 9],
    ["strips", 4],
  ])("%s, of a file", (name, needed) => {
    expect(() => readTiff(FILE, { limits: { [name]: needed - 1 } })).toThrow(LIMIT);
    expect(readTiff(FILE, { limits: { [name]: needed } }).rows).toBe(4);
  });

  test("those of the DECTRIS directory cost the metadata, never the image", () => {
    expect(readTiff(FILE, { limits: { privateEntries: 9 } }).dectrisError).toEqual(LIMIT);
    expect(readTiff(FILE, { limits: { privateEntries: 10 } }).dectris?.image).toBe(42);
    expect(readTiff(FILE, { limits: { valueBytes: 29 } }).dectrisError).toEqual(LIMIT);
    expect(readTiff(FILE, { limits: { textLength: 4 } }).dectris?.seriesUniqueId).toBe("01HZ");
  });

  test("directories, of a listing, in which each image can be read", () => {
    const second = buildTiff({ shift: FILE.length - 16 + ((16 - (FILE.length % 16)) % 16), depth: 8 });
    const both = Uint8Array.from([...FILE, ...second.subarray(FILE.length)]);
    new DataView(both.buffer).setUint32(place.next(FILE), place.directory(second), true);
    const directories = listDirectories(both);
    expect(directories).toEqual([place.directory(FILE), place.directory(second)]);
    expect(directories.map((directory) => readTiff(both, { directory }).depth)).toEqual([16, 8]);
    expect(() => listDirectories(both, { limits: { directories: 1 } })).toThrow(LIMIT);
  });

  test.each<[keyof DecoderLimits, number]>([
    ["pixels", 4096],
    ["pixelBytes", 8192],
    ["blockBytes", 4096],
  ])("%s, of a payload", async (name, needed) => {
    const strict = await createDecoder({ limits: { [name]: needed - 1 } });
    expect(() => strict.decode(PAYLOAD, IMAGE)).toThrow(LIMIT);
    const decoder = await createDecoder({ limits: { [name]: needed } });
    expect([...decoder.decode(PAYLOAD, IMAGE).data]).toEqual([...COUNTS]);
  });

  test("slotBytes, of a body; the slot is used again", async () => {
    const decoder = await createDecoder({ limits: { slotBytes: 4 * 2 ** 20 } });
    expect(() => decoder.slots.acquire(3 * 2 ** 20)).toThrow(LIMIT);
    const lease = decoder.slots.acquire(2 ** 20);
    expect([lease.bytes.length, decoder.slots.created]).toEqual([2 ** 20, 1]);
  });
});

test("the decoder's limits hold for the stream of events too", async () => {
  const decoder = await createDecoder({ limits: { pixels: 100 } });
  const files = [buildTiff({ rows: 11, columns: 10 }), buildTiff({ rows: 10, columns: 10 })];
  const monitor = await scriptedMonitor({
    "GET images/next": inTurn(...files.map((body) => ({ body }))),
  });
  const warnings: string[] = [];
  const handler = handlerFor(monitor.source, { decoder, onWarning: (message) => warnings.push(message) });
  for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
    expect(event.frame().shape).toEqual([10, 10]);
    break;
  }
  expect(warnings).toEqual([expect.stringMatching(/LIMIT: .*110 pixels, at most 100/)]);
  expect(handler.counters.decodeErrors).toBe(1);
});

test("a page of HTML instead of an image is said with its type and its first characters, and skipped", async () => {
  const page = "<html>\u001b[31m captive portal";
  const headers = { "content-type": "text/html" };
  const monitor = await scriptedMonitor({
    "GET images/next": inTurn({ body: page, headers }, { body: buildTiff() }),
  });
  const warnings: string[] = [];
  const handler = handlerFor(monitor.source, { onWarning: (message) => warnings.push(message) });
  for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
    expect(event.frame().shape).toEqual([4, 6]);
    break;
  }
  expect(warnings).toEqual([
    expect.stringContaining('text/html): NOT_TIFF: not a TIFF: it begins with "<html>.[31m cap'),
  ]);
});
