import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = new URL("../../../../shared/data/eiger1-500k-u16.tif", import.meta.url);

/** One monitor image of a real EIGER 500K, and what independent decoders say of it. */
export const EIGER_500K = {
  path: fileURLToPath(FILE),
  figures: {
    shape: [514, 1030],
    dtype: "uint16",
    min: 0,
    max: 0,
    sum: 0,
    masked: 8,
    sha256: "50fab13ae3a73045f68306ce94c64b192c9160ab290c4c31d5e3a7f5298e3ecb",
  },
} as const;

/** Why tests with real data are skipped; undefined where the data is there. */
export const noRealData = existsSync(FILE) ? undefined : "no ../shared/data";
