import { createDecoder } from "eiger-monitor";
import type { Finding } from "../finding.ts";
import { choose } from "./frames.ts";
import { type FindPeers, measureKind } from "./measureKind.ts";
import { type Packages, packagePeers } from "./packagePeers.ts";

/** In a web page: measures one kind of frame, by its full name, as it is done in Node. */
export async function measureInPage(
  options: { readonly quick: boolean; readonly frames: string },
  packages: Packages,
): Promise<Finding> {
  const decoder = await createDecoder();
  const { kinds, rounds } = choose(options);
  const kind = kinds.find(({ name }) => name === options.frames);
  if (kind === undefined) throw new Error(`there are no frames ${options.frames}`);
  return await measureKind(kind, { decoder, rounds, findPeers: peersInPage(packages) });
}

function peersInPage(packages: Packages): FindPeers {
  const missing = Object.entries(packages).filter(([, found]) => found === undefined);
  return async (kind, frames) => ({
    contenders: await packagePeers(packages, kind, frames),
    times: [],
    figures: {},
    absent: {
      "Debian's bitshuffle": "only beside Node",
      "h5wasm: bslz4 in HDF5": "only beside Node",
      ...Object.fromEntries(missing.map(([name]) => [name, "the package is not installed"])),
    },
    close() {},
  });
}
