import type { CompressedImage } from "../../../src/decoder/compressedImage.ts";
import type { Decoder, DetectorFrame } from "../../../src/decoder/index.ts";
import type { DecodeErrorCode } from "../../../src/errors.ts";
import type { TiffImage } from "../../../src/tiff/index.ts";
import { buildTiff, type TestTiff } from "../tiffBuilder.ts";

/** Bytes, and what is asked of them: an image, the list of its directories, or the frame of a compressed payload. */
export type Input =
  | { readonly kind: "tiff" | "listing"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "payload"; readonly bytes: Uint8Array<ArrayBuffer>; readonly image: CompressedImage };

/** A place in a file, as a number or by what stands there. */
type Place = number | ((bytes: Uint8Array) => number);

/** Why bytes are refused. What has no place in them (an encoding that does not exist) has no offset. */
export interface Refusal {
  readonly code: DecodeErrorCode;
  readonly offset: Place | undefined;
  readonly tag?: number;
}

/** What good bytes become. */
export interface Outcome {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The image's directory; undefined for a payload. */
  readonly image: TiffImage | undefined;
  readonly frame: DetectorFrame;
}

/** One input of a case: refused, or good; of a good image the DECTRIS directory may be refused. */
export interface InputVariant {
  readonly name: string;
  /** Made when it is needed: some are long. */
  readonly input: () => Input;
  readonly refusal?: Refusal;
  readonly metadataRefusal?: Refusal;
  readonly check?: (outcome: Outcome) => void;
}

/** What is not one input: many of them, compared with a twin; or one that only a kernel can be given. */
export interface Comparison {
  readonly name: string;
  readonly compare: (decoder: Decoder) => void;
}

export type Variant = InputVariant | Comparison;

/** A case with its number: T of TIFFs, D of their DECTRIS directories, L of compressed payloads. */
export interface Case {
  readonly number: string;
  readonly what: string;
  readonly variants: readonly Variant[];
}

export function compared(name: string, compare: Comparison["compare"]): Variant {
  return { name, compare };
}

export function malformed(number: string, what: string, ...variants: readonly Variant[]): Case {
  return { number, what, variants };
}

/** A file as its bytes, or as the builder makes it. */
export type TestFile = Uint8Array<ArrayBuffer> | TestTiff | (() => Uint8Array<ArrayBuffer>);

function bytesOf(file: TestFile): Uint8Array<ArrayBuffer> {
  if (typeof file === "function") return file();
  return file instanceof Uint8Array ? file : buildTiff(file);
}

/** A file that is no image. */
export function refused(name: string, file: TestFile, refusal: Refusal): Variant {
  return { name, input: () => ({ kind: "tiff", bytes: bytesOf(file) }), refusal };
}

/** A file whose directories cannot be listed. */
export function unlisted(name: string, file: TestFile, refusal: Refusal): Variant {
  return {
    name: `${name}, listed`,
    input: () => ({ kind: "listing", bytes: bytesOf(file) }),
    refusal,
  };
}

/** A file that is an image, odd as it looks. */
export function accepted(name: string, file: TestFile, check: (outcome: Outcome) => void): Variant {
  return { name: `${name}: good`, input: () => ({ kind: "tiff", bytes: bytesOf(file) }), check };
}

/** An image whose DECTRIS directory is refused. */
export function anonymous(name: string, file: TestFile, metadataRefusal: Refusal): Variant {
  return { name, input: () => ({ kind: "tiff", bytes: bytesOf(file) }), metadataRefusal };
}

type PayloadBytes = Uint8Array<ArrayBuffer> | (() => Uint8Array<ArrayBuffer>);

function payloadInput(payload: PayloadBytes, image: CompressedImage): () => Input {
  return () => ({ kind: "payload", bytes: typeof payload === "function" ? payload() : payload, image });
}

export function refusedPayload(
  name: string,
  payload: PayloadBytes,
  { image, ...refusal }: Refusal & { readonly image: CompressedImage },
): Variant {
  return { name, input: payloadInput(payload, image), refusal };
}

export function acceptedPayload(
  name: string,
  payload: PayloadBytes,
  options: { readonly image: CompressedImage; readonly check: (outcome: Outcome) => void },
): Variant {
  return { name: `${name}: good`, input: payloadInput(payload, options.image), check: options.check };
}
