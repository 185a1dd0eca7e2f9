import { socketImageTransport } from "../../src/node/socketImageTransport.ts";
import { describeImageTransport } from "../support/imageTransportSuite.ts";

describeImageTransport("socketImageTransport", socketImageTransport);
