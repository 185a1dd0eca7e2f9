import { type DetectorModel, fillGaps } from "../models.ts";
import { type DcuReply, jsonParts } from "../reply.ts";
import { writeArrayTiff } from "../writeTiff.ts";

/** Bits of a pixel mask (SIMPLON API reference 1.8, pixel_mask). */
const GAP = 1;
const DEAD = 2;

const KEYS: readonly string[] = ["flatfield", "pixel_mask"].flatMap((key) => [
  key,
  `threshold/1/${key}`,
  `threshold/2/${key}`,
]);

/** The configuration's arrays: they can be read, and are in no list of keys, as clients that fetch all keys expect. */
export class DetectorArrays {
  readonly #model: DetectorModel;
  readonly #deadPixels: readonly number[];

  constructor(model: DetectorModel, { deadPixels }: { readonly deadPixels: readonly number[] }) {
    this.#model = model;
    this.#deadPixels = deadPixels;
  }

  has(key: string): boolean {
    return KEYS.includes(key);
  }

  /** TIFF where `accept` names it, else JSON. */
  reply(key: string, { accept }: { readonly accept: string }): DcuReply {
    const mask = key.endsWith("pixel_mask");
    const data = mask ? this.#pixelMask() : this.#flatfield();
    const tiff = /\b(?:image|application)\/tiff\b/.exec(accept)?.[0];
    if (tiff === undefined) return darray(data, this.#model);
    return { status: 200, headers: { "Content-Type": tiff }, body: writeArrayTiff(data, this.#model) };
  }

  #pixelMask(): Uint32Array<ArrayBuffer> {
    const mask = new Uint32Array(this.#model.rows * this.#model.columns);
    for (const pixel of this.#deadPixels) mask[pixel] = DEAD;
    fillGaps(mask, this.#model, GAP);
    return mask;
  }

  #flatfield(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#model.rows * this.#model.columns).fill(1);
  }
}

/** `shape` is [rows, columns], as real units send it, whatever the documents print. */
function darray(
  data: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
  { rows, columns }: DetectorModel,
): DcuReply {
  const [type, valueType] = data instanceof Float32Array ? ["<f4", "float[][]"] : ["<u4", "uint[][]"];
  const encoder = new TextEncoder();
  const front = `{"access_mode":"r","value":{"__darray__":[1,0,0],"data":"`;
  const behind = `","filters":["base64"],"shape":[${rows},${columns}],"type":"${type}"},"value_type":"${valueType}"}\n`;
  return jsonParts([encoder.encode(front), ...base64(new Uint8Array(data.buffer)), encoder.encode(behind)]);
}

function* base64(bytes: Uint8Array): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  // A multiple of 3, so that the pieces can be put together.
  const piece = 30_000;
  for (let start = 0; start < bytes.length; start += piece) {
    yield encoder.encode(btoa(String.fromCharCode(...bytes.subarray(start, start + piece))));
  }
}
