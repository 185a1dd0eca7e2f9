// The entry of a worker thread that is a processing node.
import { parentPort } from "node:worker_threads";
import { exposeNode } from "../../pool/index.ts";
import { socketImageTransport } from "../socketImageTransport.ts";
import { threadEndpoint } from "./threadEndpoint.ts";

if (parentPort === null) throw new Error("this file is the entry of a worker thread");
exposeNode(threadEndpoint(parentPort), { imageTransport: socketImageTransport() });
