export { encodeNpy } from "./npy.ts";
export { encodePng } from "./png.ts";
export { encodeTiff } from "./tiff.ts";
