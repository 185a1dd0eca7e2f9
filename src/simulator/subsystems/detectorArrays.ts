import { base64 } from "../base64.ts";
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
  /** Replies that were made before, by array and form. They never change, and 16 megapixels take their time. */
  readonly #replies = new Map<string, DcuReply>();

  constructor(model: DetectorModel, { deadPixels }: { readonly deadPixels: readonly number[] }) {
    this.#model = model;
    this.#deadPixels = deadPixels;
  }

  has(key: string): boolean {
    return KEYS.includes(key);
  }

  /** TIFF where `accept` names it, else JSON. */
  reply(key: string, { accept }: { readonly accept: string }): DcuReply {
    const array = key.endsWith("pixel_mask") ? "pixel_mask" : "flatfield";
    const tiff = /\b(?:image|application)\/tiff\b/.exec(accept)?.[0];
    const form = `${array} ${tiff}`;
    const reply = this.#replies.get(form) ?? this.#make(array, tiff);
    this.#replies.set(form, reply);
    return reply;
  }

  #make(array: "pixel_mask" | "flatfield", tiff: string | undefined): DcuReply {
    const data = array === "pixel_mask" ? this.#pixelMask() : this.#flatfield();
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
  return jsonParts([encoder.encode(front), base64(new Uint8Array(data.buffer)), encoder.encode(behind)]);
}
