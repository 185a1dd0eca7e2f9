import type { FindPeers, Peers } from "./measureKind.ts";
import { pythonBitshuffle } from "./pythonBitshuffle.ts";

/** All others that are installed here. */
export function findPeers(options: { readonly rounds: number }): FindPeers {
  return async (kind, frames) => {
    const peers: readonly Partial<Peers>[] = [pythonBitshuffle(kind, frames, options)];
    return {
      contenders: peers.flatMap(({ contenders = [] }) => contenders),
      times: peers.flatMap(({ times = [] }) => times),
      absent: Object.assign({}, ...peers.map(({ absent }) => absent)),
    };
  };
}
