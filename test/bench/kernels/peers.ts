import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { h5wasmPeer } from "./h5wasm.ts";
import { installed, unlessAbsent } from "./installed.ts";
import type { FindPeers, Peers } from "./measureKind.ts";
import { type GeoTiff, type Packages, packagePeers, type Utif } from "./packagePeers.ts";
import { pythonBitshuffle } from "./pythonBitshuffle.ts";
import { startUp } from "./startUp.ts";

/** All others that are installed here. */
export const findPeers: FindPeers = async (kind, frames, options) => {
  const packages = await findPackages();
  const missing = Object.entries(packages).filter(([, found]) => found === undefined);
  const peers: readonly Partial<Peers>[] = [
    pythonBitshuffle(kind, frames, options),
    await h5wasmPeer(kind, frames),
    { contenders: await packagePeers(packages, kind, frames) },
    { absent: Object.fromEntries(missing.map(([name]) => [name, "the package is not installed"])) },
  ];
  return {
    contenders: peers.flatMap(({ contenders = [] }) => contenders),
    times: peers.flatMap(({ times = [] }) => times),
    figures: startUp(kind, frames),
    absent: Object.assign({}, ...peers.map(({ absent }) => absent)),
    close() {
      for (const peer of peers) peer.close?.();
    },
  };
};

async function findPackages(): Promise<Packages> {
  const { resolve } = createRequire(import.meta.url);
  const utif2 = await installed<{ readonly default: Utif }>("utif2");
  return {
    "lz4-wasm": await unlessAbsent(
      () => new WebAssembly.Module(readFileSync(resolve("lz4-wasm/lz4_wasm_bg.wasm"))),
    ),
    geotiff: await installed<GeoTiff>("geotiff"),
    utif2: utif2?.default,
  };
}
