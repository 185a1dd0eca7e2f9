import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../../../shared/data/", import.meta.url);

/** Files of a real EIGER2 16M: a payload, and two messages of another series. */
export const EIGER2_16M = {
  payload: fileURLToPath(new URL("eiger2-16m-u16.bslz4", FOLDER)),
  image: fileURLToPath(new URL("stream2-image.cbor", FOLDER)),
  start: fileURLToPath(new URL("stream2-start.cbor", FOLDER)),
  shape: [4362, 4148],
} as const;

/** What independent decoders say of the payload. */
export const PAYLOAD_FIGURES = {
  shape: EIGER2_16M.shape,
  dtype: "uint16",
  min: 0,
  max: 6416,
  sum: 9876,
  masked: 1_253_074,
  sha256: "14a1f573dc4f84c94011dec7c3d3ca6672dab2834b4b8ff9600672540c27ea86",
} as const;

/** What numpy and a plain LZ4 in Python say of the image message. */
export const MESSAGE_FIGURES = {
  shape: EIGER2_16M.shape,
  dtype: "uint16",
  min: 0,
  max: 6504,
  sum: 13_712,
  masked: 1_253_075,
  sha256: "cf12323dbcdb88976a6e32f27a352d8a55b8561fc43409d87dab725dc98c0387",
} as const;

/** Why tests with them are skipped; undefined where they are there. */
export const noRealFrames = existsSync(FOLDER) ? undefined : "no ../shared/data";
