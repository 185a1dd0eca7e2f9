import type { FrameKind, PixelArray } from "./frames.ts";
import type { FrameContender } from "./gatedSamples.ts";
import { numbered, proveSame, type TestFrame } from "./testFrames.ts";
import { toTiff } from "./tiff.ts";

/** Packages that decode the same things in JavaScript; those that are not installed are undefined. */
export interface Packages {
  readonly "lz4-wasm": WebAssembly.Module | undefined;
  readonly geotiff: GeoTiff | undefined;
  readonly utif2: Utif | undefined;
}

export interface GeoTiff {
  fromArrayBuffer(file: ArrayBuffer): Promise<{
    getImage(): Promise<{ readRasters(options: { readonly interleave: true }): Promise<PixelArray> }>;
  }>;
}

export interface Utif {
  decode(file: ArrayBuffer): readonly { readonly data: Uint8Array<ArrayBuffer> }[];
  decodeImage(file: ArrayBuffer, image: object): void;
}

/** What the module of lz4-wasm exports; its own script copies the result out as well. */
interface Lz4Exports {
  readonly memory: WebAssembly.Memory;
  decompress(result: number, input: number, length: number): void;
  __wbindgen_add_to_stack_pointer(bytes: number): number;
  __wbindgen_malloc(bytes: number): number;
  __wbindgen_free(address: number, bytes: number): void;
}

type Decode = (frame: number) => Promise<ArrayBufferView<ArrayBuffer>> | ArrayBufferView<ArrayBuffer>;

/** Header, and the length of the one block. */
const BLOCK_AT = 16;

/** Contenders of all packages that are there, each proven to decode the frames. */
export async function packagePeers(
  packages: Packages,
  kind: FrameKind,
  frames: readonly TestFrame[],
): Promise<readonly FrameContender[]> {
  const files = frames.map((frame) => toTiff(frame, kind));
  const { "lz4-wasm": lz4, geotiff, utif2 } = packages;
  const contenders: (readonly [name: string, decode: Decode])[] = [];
  if (lz4 !== undefined) contenders.push(["lz4-wasm: lz4, in its memory", lz4Wasm(lz4, frames)]);
  if (geotiff !== undefined) contenders.push(["geotiff: TIFF", readGeoTiff(geotiff, files)]);
  if (utif2 !== undefined) contenders.push(["utif2: TIFF", readUtif(utif2, files)]);
  for (const [name, decode] of contenders) {
    for (const [index, frame] of frames.entries()) proveSame(name, await decode(index), frame);
  }
  return contenders.map(([name, decode]) => ({ name, run: decode }));
}

/** It takes a block with the decoded length before it, little endian. */
function lz4Wasm(module: WebAssembly.Module, frames: readonly TestFrame[]): Decode {
  const imports = { "./lz4_wasm_bg.js": { __wbindgen_string_new: () => 0 } };
  // As the package's declarations have it.
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as Lz4Exports;
  const inputs = frames.map(({ lz4, pixels }) => {
    const input = new Uint8Array(lz4.length - BLOCK_AT + 4);
    new DataView(input.buffer).setUint32(0, pixels.byteLength, true);
    input.set(lz4.subarray(BLOCK_AT), 4);
    return input;
  });
  return (frame) => decompress(exports, numbered(inputs, frame));
}

function decompress(exports: Lz4Exports, input: Uint8Array): Uint8Array<ArrayBuffer> {
  const { memory } = exports;
  const result = exports.__wbindgen_add_to_stack_pointer(-16);
  const address = exports.__wbindgen_malloc(input.length);
  new Uint8Array(memory.buffer).set(input, address);
  exports.decompress(result, address, input.length);
  const [output = 0, length = 0, , failed] = new Uint32Array(memory.buffer, result, 4);
  if (failed !== 0) throw new Error("lz4-wasm refuses the frame");
  exports.__wbindgen_free(output, length);
  exports.__wbindgen_add_to_stack_pointer(16);
  // Nothing is allocated before the next frame, so that what was freed is still there to be proven.
  return new Uint8Array(memory.buffer as ArrayBuffer, output, length);
}

function readGeoTiff(geotiff: GeoTiff, files: readonly ArrayBuffer[]): Decode {
  return async (frame) => {
    const file = await geotiff.fromArrayBuffer(numbered(files, frame));
    const image = await file.getImage();
    return await image.readRasters({ interleave: true });
  };
}

function readUtif(utif: Utif, files: readonly ArrayBuffer[]): Decode {
  return (frame) => {
    const file = numbered(files, frame);
    const [image] = utif.decode(file);
    if (image === undefined) throw new Error("utif2 finds no image");
    utif.decodeImage(file, image);
    return image.data;
  };
}
