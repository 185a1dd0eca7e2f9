import type { Decoder } from "eiger-monitor";
import type { Finding } from "../finding.ts";
import { Arena } from "./arena.ts";
import { calibration } from "./calibration.ts";
import type { FrameKind } from "./frames.ts";
import { type FrameContender, type GatedTime, gatedTimes, ratesOf } from "./gatedSamples.ts";
import { decoderCalls, limits, NAMES, ownKernels, proveKernels } from "./ownKernels.ts";
import { pictureCalls } from "./pictureCalls.ts";
import { previewKernels, previewName } from "./previewKernels.ts";
import { type TestFrame, testFrames } from "./testFrames.ts";
import { tiffCalls } from "./tiff.ts";

/** What others make of the same frames, and what is measured of ours in processes of their own. */
export interface Peers {
  /** To be measured in turn with our kernels. */
  readonly contenders: readonly FrameContender[];
  /** Measured in a process of their own. */
  readonly times: readonly GatedTime[];
  /** Those that are not there, and why. */
  readonly absent: Readonly<Record<string, string>>;
  /** More figures about ours, by name with unit. */
  readonly figures: Readonly<Record<string, number>>;
  /** Removes what they needed. */
  close(): void;
}

export type FindPeers = (
  kind: FrameKind,
  frames: readonly TestFrame[],
  options: { readonly rounds: number },
) => Promise<Peers>;

/** Measures everything on one kind of frame. */
export async function measureKind(
  kind: FrameKind,
  options: { readonly decoder: Decoder; readonly rounds: number; readonly findPeers: FindPeers },
): Promise<Finding> {
  const { decoder, rounds } = options;
  const frames = testFrames(kind);
  const peers = await options.findPeers(kind, frames, { rounds });
  const arena = new Arena(decoder, frames);
  const pictures = pictureCalls(decoder, frames, kind);
  try {
    const bytes = (kind.model.rows * kind.model.columns * kind.depth) / 8;
    const own = ownKernels(arena, kind);
    proveKernels(own, arena, frames);
    const contenders = [
      ...limits(arena, { byteLength: bytes }),
      ...own,
      ...previewKernels(arena, kind),
      ...decoderCalls(decoder, frames, kind),
      ...tiffCalls(decoder, frames, kind),
      ...pictures.contenders,
      ...peers.contenders,
    ];
    const times = [
      ...(await gatedTimes(contenders, { rounds, calibrate: calibration(arena) })),
      ...peers.times,
    ];
    return toFinding(times, { kind, bytes, frames, peers });
  } finally {
    arena.release();
    pictures.release();
    peers.close();
  }
}

function toFinding(
  times: readonly GatedTime[],
  options: {
    readonly kind: FrameKind;
    readonly bytes: number;
    readonly frames: readonly TestFrame[];
    readonly peers: Peers;
  },
): Finding {
  const { kind, bytes, frames, peers } = options;
  const compressed = frames.reduce((sum, { bslz4 }) => sum + bslz4.length, 0) / frames.length;
  return {
    bench: "kernels",
    frame: kind.name,
    bytes,
    rates: ratesOf(times),
    ratios: promised(times),
    figures: { "bytes of a frame / bytes of its bslz4": bytes / compressed, ...peers.figures },
    absent: peers.absent,
  };
}

/** What is promised, by the words of the promise. */
function promised(times: readonly GatedTime[]): Readonly<Record<string, number>> {
  const time = (wanted: string) => times.find(({ name }) => name === wanted)?.milliseconds ?? Number.NaN;
  const others = times.filter(({ name }) => name.startsWith("Debian's bitshuffle"));
  return {
    "bslz4 → frame / memory.copy": time(NAMES.copy) / time(NAMES.decode),
    ...Object.fromEntries(
      others.map(({ name, milliseconds }) => [`bslz4 → frame / ${name}`, milliseconds / time(NAMES.decode)]),
    ),
    "time of fused statistics / of the decode alone": time(NAMES.measured) / time(NAMES.decode),
    "statistics alone / memory.fill": time(NAMES.fill) / time(NAMES.statistics),
    "statistics alone / reading": time(NAMES.read) / time(NAMES.statistics),
    "2×2 preview / reading": time(NAMES.read) / time(previewName(2)),
    "4×4 preview / reading": time(NAMES.read) / time(previewName(4)),
  };
}
