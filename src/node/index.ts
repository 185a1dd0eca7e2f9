/** What needs Node: the HTTP server around a simulated DCU, and files of frames. */
export { type DcuServer, serveDcu } from "./dcuServer.ts";
export { FRAME_FORMATS, type FrameFormat, saveFrame } from "./frameFiles/frameFile.ts";
export { socketImageTransport } from "./socketImageTransport.ts";
