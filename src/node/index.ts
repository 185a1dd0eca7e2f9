/** What needs Node: the HTTP servers around a bridge and a simulated DCU, and files of frames. */
export { type BridgeServer, type ServeBridgeOptions, serveBridge } from "./bridge/serveBridge.ts";
export { simulatedUpstream } from "./bridge/simulatedUpstream.ts";
export { upstreamFetch } from "./bridge/upstreamFetch.ts";
export { readViewerFolder } from "./bridge/viewerFolder.ts";
export { type DcuServer, serveDcu } from "./dcuServer.ts";
export { FRAME_FORMATS, type FrameFormat, saveFrame } from "./frameFiles/frameFile.ts";
export { startNodeWorker } from "./pool/nodeWorkers.ts";
export { socketImageTransport } from "./socketImageTransport.ts";
