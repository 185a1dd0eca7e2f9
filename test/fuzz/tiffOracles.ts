import { readModuleInformation } from "../../src/decoder/asBind.ts";
import { Decoder, type FrameLease } from "../../src/decoder/index.ts";
import { compileDecoder } from "../../src/decoder/wasmModule.ts";
import { DecodeError, type DecodeErrorCode } from "../../src/errors.ts";
import { listDirectories, readTiff } from "../../src/tiff/index.ts";
import { scalarTiff } from "../support/scalarTiff.ts";
import { buildTiff } from "../support/tiffBuilder.ts";
import type { Verdict } from "./verdict.ts";

const GUARD_BYTES = 64;
const GUARD = new Uint8Array(GUARD_BYTES).fill(0xc3);
/** More than the usual image of an input; what is larger has no guard behind it. */
const ROOM = 16_384;
const PAGE_BYTES = 65_536;
const CODES: ReadonlySet<DecodeErrorCode> = new Set([
  "TRUNCATED",
  "NOT_TIFF",
  "BAD_OFFSET",
  "BAD_COUNT",
  "BAD_TYPE",
  "BAD_VALUE",
  "MISSING_TAG",
  "DUPLICATE_TAG",
  "INCONSISTENT",
  "CYCLE",
  "LIMIT",
  "UNSUPPORTED",
]);

interface Outcome {
  readonly code: string;
  /** All that is said of the input: errors with their places, and the metadata. */
  readonly report: string;
  /** What came of listing its directories. */
  readonly listing: string;
  readonly shape: readonly number[];
  readonly pixels: Uint8Array | undefined;
  readonly intact: boolean;
}

/** The decoder as users have it, with files in its own memory between guard bytes. */
export class TiffSubject {
  readonly #decoder: Decoder;
  readonly #good = buildTiff({
    littleEndian: false,
    pixels: Uint16Array.from({ length: 24 }, (_, index) => 900 + index),
  });

  readonly #goodImage = readTiff(this.#good);

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  static async create(): Promise<TiffSubject> {
    const [module, information] = await Promise.all([compileDecoder(), readModuleInformation()]);
    return new TiffSubject(new Decoder({ module, information, maxFreeSlots: 2 }));
  }

  /**
   * Runs a file over memory of zeros, and over memory of 0xa5 when pixels were made there; then a good one behind it. What refuses
   * a file sees nothing of memory but the file.
   */
  judge(bytes: Uint8Array<ArrayBuffer>, { twin }: { readonly twin: boolean }): Verdict {
    const { traps } = this.#decoder;
    const outcome = this.run(bytes, 0);
    const other = outcome.pixels === undefined ? outcome : this.run(bytes, 0xa5);
    const { code, report } = outcome;
    const wrong = [
      code !== "good" && !CODES.has(code as DecodeErrorCode) && `${code} is not of the closed set: ${report}`,
      this.#decoder.traps !== traps && "the module trapped",
      !(outcome.intact && other.intact) && "bytes outside were changed, or memory grew too far",
      !isSame(outcome, other) && "the outcome depends on what memory held before",
      !this.#isNextGood() && "the next good frame is wrong",
      twin && !agrees(bytes, outcome) && "the scalar twin has another verdict or other pixels",
    ].find((text) => text !== false);
    return { code, listing: outcome.listing, key: report, wrong };
  }

  run(bytes: Uint8Array<ArrayBuffer>, fill: number): Outcome {
    const { slots } = this.#decoder;
    const body = slots.acquire(bytes.length + 2 * GUARD_BYTES, { pixelOffset: 0 });
    const room = slots.acquire(ROOM, { pixelOffset: 0 });
    room.bytes.fill(fill);
    const before = room.slot.byteLength;
    const { slot } = room;
    // The next to be taken, for an image that is gathered.
    room.release();
    try {
      const outcome = this.#decode(body, bytes, fill);
      const allowed = before + bytes.length + (outcome.pixels?.length ?? 0) + PAGE_BYTES;
      return { ...outcome, intact: outcome.intact && slot.byteLength <= allowed };
    } finally {
      body.release();
    }
  }

  #decode(lease: FrameLease, bytes: Uint8Array<ArrayBuffer>, fill: number): Outcome {
    const region = lease.bytes;
    region.set(GUARD);
    region.set(bytes, GUARD_BYTES);
    region.set(GUARD, GUARD_BYTES + bytes.length);
    const body = region.subarray(GUARD_BYTES, GUARD_BYTES + bytes.length);
    const isBodyIntact = () => isGuarded(region, bytes);
    const listing = attempt(() => listDirectories(body)).code;
    const { code, report, value } = attempt(() => {
      const image = readTiff(body);
      const { dectris, dectrisError } = image;
      if (dectrisError !== null) expectClosed(dectrisError.code);
      const frame = this.#decoder.decode({ bytes: body }, { image });
      const pixels = frame.bytes.slice();
      const behind = frame.data.byteOffset + frame.data.byteLength;
      const isApart = frame.data.buffer !== region.buffer;
      const intact = !isApart || isFilled(new Uint8Array(frame.data.buffer, behind), fill, pixels.length);
      frame.close();
      const said = `${dectris === null} ${dectrisError?.code} ${dectrisError?.tag}`;
      return { pixels, intact, said, shape: [frame.rows, frame.columns, frame.depth] };
    });
    return {
      code,
      report: `${report} ${value?.said ?? ""} ${listing}`,
      listing,
      shape: value?.shape ?? [],
      pixels: value?.pixels,
      intact: isBodyIntact() && (value?.intact ?? true) && isListed(listing),
    };
  }

  #isNextGood(): boolean {
    const frame = this.#decoder.decode(this.#good, { image: this.#goodImage });
    const isRight = frame.data.every((value, index) => value === 900 + index);
    frame.close();
    return isRight && frame.rows === 4;
  }
}

function isListed(code: string): boolean {
  return code === "good" || CODES.has(code as DecodeErrorCode);
}

function expectClosed(code: DecodeErrorCode): void {
  if (!CODES.has(code)) throw new Error(`${code} of a DECTRIS directory`);
}

function attempt<T>(action: () => T): { readonly code: string; readonly report: string; readonly value?: T } {
  try {
    return { code: "good", report: "good", value: action() };
  } catch (error) {
    if (!(error instanceof DecodeError)) return { code: "exception", report: String(error) };
    return { code: error.code, report: `${error.code} ${error.tag}` };
  }
}

function isGuarded(region: Uint8Array, bytes: Uint8Array): boolean {
  const same = (start: number, expected: Uint8Array) =>
    Buffer.compare(region.subarray(start, start + expected.length), expected) === 0;
  return same(0, GUARD) && same(GUARD_BYTES, bytes) && same(GUARD_BYTES + bytes.length, GUARD);
}

/** Are the bytes behind an image, as far as they were filled, as they were? */
function isFilled(behind: Uint8Array, fill: number, length: number): boolean {
  const rest = behind.subarray(0, Math.min(GUARD_BYTES, Math.max(ROOM - length, 0)));
  return rest.every((byte) => byte === fill);
}

function isSame(a: Outcome, b: Outcome): boolean {
  if (a.code !== b.code || a.report !== b.report) return false;
  return a.pixels === undefined || b.pixels === undefined
    ? a.pixels === b.pixels
    : Buffer.compare(a.pixels, b.pixels) === 0;
}

function agrees(bytes: Uint8Array, { pixels, shape }: Outcome): boolean {
  const twin = scalarTiff(bytes);
  if (twin === undefined || pixels === undefined) return twin === undefined && pixels === undefined;
  const { rows, columns, depth } = twin;
  return [rows, columns, depth].join() === shape.join() && Buffer.compare(twin.pixels, pixels) === 0;
}
