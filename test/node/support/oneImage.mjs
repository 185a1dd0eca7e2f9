// A program that takes one image and has nothing else to do: it ends by itself, though its connection stays open.
//   node oneImage.mjs URL
import { socketImageTransport } from "../../../dist/node/index.js";

const { body } = await socketImageTransport()(process.argv[2], {
  headers: {},
  headersTimeout: 5000,
  stallTimeout: 5000,
  bodyTimeout: 5000,
  maxBodyBytes: 1000,
  buffers: { acquire: (byteLength) => ({ bytes: new Uint8Array(byteLength), release: () => undefined }) },
});
process.stdout.write(String(body.bytes.length));
