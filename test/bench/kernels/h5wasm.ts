import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameKind, PixelArray } from "./frames.ts";
import { installed } from "./installed.ts";
import type { Peers } from "./measureKind.ts";
import { proveSame, type TestFrame } from "./testFrames.ts";

const NAME = "h5wasm: bslz4 in HDF5";
const BITSHUFFLE = 32_008;
/** Of the filter: blocks of its default size, 8192 bytes, and LZ4. */
const DEFAULT_BLOCKS_LZ4 = [0, 2];
const TYPES = { 8: "<B", 16: "<H", 32: "<I" } as const;

/** What is used of the package `h5wasm`. */
interface H5wasm {
  readonly default: {
    readonly ready: Promise<object>;
    readonly File: new (path: string, mode: "w" | "r") => H5File;
  };
}

interface H5File {
  create_dataset(options: object): void;
  get(name: string): { readonly value: PixelArray };
  close(): void;
}

/** What is used of the package `h5wasm-plugins`. */
interface Plugins {
  install_local_plugins(module: object): void;
}

/** The packages h5wasm and h5wasm-plugins on an HDF5 file with one frame a dataset, each in one chunk. */
export async function h5wasmPeer(kind: FrameKind, frames: readonly TestFrame[]): Promise<Partial<Peers>> {
  const package_ = await installed<H5wasm>("h5wasm/node");
  const plugins = await installed<Plugins>("h5wasm-plugins");
  if (package_ === undefined || plugins === undefined) {
    return { absent: { [NAME]: "packages h5wasm and h5wasm-plugins are not installed" } };
  }
  const h5wasm = package_.default;
  plugins.install_local_plugins(await h5wasm.ready);
  const folder = mkdtempSync(join(tmpdir(), "eiger-monitor-bench-"));
  const path = join(folder, "frames.h5");
  writeFrames(new h5wasm.File(path, "w"), kind, frames);
  const file = new h5wasm.File(path, "r");
  const decode = (frame: number) => file.get(`frame${frame}`).value;
  for (const [index, frame] of frames.entries()) proveSame(NAME, decode(index), frame);
  return {
    contenders: [{ name: NAME, run: decode }],
    close() {
      file.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function writeFrames(file: H5File, { model, depth }: FrameKind, frames: readonly TestFrame[]): void {
  const shape = [model.rows, model.columns];
  for (const [index, { pixels }] of frames.entries()) {
    file.create_dataset({
      name: `frame${index}`,
      data: pixels,
      shape,
      chunks: shape,
      dtype: TYPES[depth],
      compression: BITSHUFFLE,
      compression_opts: DEFAULT_BLOCKS_LZ4,
    });
  }
  file.close();
}
