import { expect, test } from "vitest";

const names = (module: object) => Object.keys(module).sort();

test("the isomorphic library exports this and nothing else", async () => {
  expect(names(await import("../src/index.ts"))).toMatchInlineSnapshot(`
    [
      "Accumulation",
      "BIN_EDGES",
      "Backoff",
      "COLOUR_TABLE_NAMES",
      "DEFAULT_DECODER_LIMITS",
      "DEFAULT_MONITOR_LIMITS",
      "DEFAULT_TIFF_LIMITS",
      "DecodeError",
      "Decoder",
      "DetectorFrame",
      "Eiger16MHttp",
      "EigerDataEvent",
      "EigerHttpDataEventHandler",
      "EigerHttpDataRetrieval",
      "EigerMonitorError",
      "EventIdEiger16MHttp",
      "FloatEntryFromConfiguration",
      "FrameClosedError",
      "FrameHistogram",
      "FrameLease",
      "FrameSlots",
      "ImageSequence",
      "LayerParameters",
      "MonitorClient",
      "MonitorEventHandler",
      "MonitorParameters",
      "MonitorRequestError",
      "NodePool",
      "OmConfigurationFileReadingError",
      "OmConfigurationFileSyntaxError",
      "OmDataExtractionError",
      "OmError",
      "OmHttpInterfaceInitializationError",
      "OmMissingDataSourceClassError",
      "OmMissingLayerClassError",
      "OmMissingLayerModuleError",
      "OmMissingParameterError",
      "OmMissingParameterGroupError",
      "OmNotImplementedError",
      "OmWrongParameterTypeError",
      "ParameterTable",
      "PoolTransportError",
      "TestProcessing",
      "TimestampEiger16MHttp",
      "accounting",
      "colourTable",
      "constructLayers",
      "createDecoder",
      "decodeStreamImage",
      "delay",
      "encodeNpy",
      "encodePng",
      "encodeTiff",
      "exposeNode",
      "fetchImageTransport",
      "freshBuffers",
      "inProcessTransport",
      "isEigerMonitorError",
      "listDirectories",
      "loadLayer",
      "parseMonitorYaml",
      "parseRfc3339",
      "readImageMessage",
      "readLayerNames",
      "readTiff",
      "runNode",
      "runProcessingNode",
      "systemClock",
      "takeById",
      "takeNext",
      "transportOfLayer",
      "webNodeWorker",
      "workerTransport",
    ]
  `);
});

test("Node's part exports this and nothing else", async () => {
  expect(names(await import("../src/node/index.ts"))).toMatchInlineSnapshot(`
    [
      "FRAME_FORMATS",
      "readViewerFolder",
      "saveFrame",
      "serveBridge",
      "serveDcu",
      "simulatedUpstream",
      "socketImageTransport",
      "startNodeWorker",
      "upstreamFetch",
    ]
  `);
});

test("the simulator exports this and nothing else", async () => {
  expect(names(await import("../src/simulator/index.ts"))).toMatchInlineSnapshot(`
    [
      "DETECTOR_MODELS",
      "SimulatedDcu",
      "TIFF_LAYOUTS",
      "cutPlace",
      "encodePayload",
      "firstBytes",
      "proveFaultScript",
      "simulatorClock",
    ]
  `);
});

test("pools over NATS export this and nothing else", async () => {
  expect(names(await import("../src/pool/nats/index.ts"))).toMatchInlineSnapshot(`
    [
      "decodePayload",
      "encodePayload",
      "joinAsCandidate",
      "joinAsCollectingNode",
      "joinAsProcessingNode",
      "layersOf",
      "startProcessingNode",
    ]
  `);
});

test("the bridge exports this and nothing else", async () => {
  expect(names(await import("../src/bridge/index.ts"))).toMatchInlineSnapshot(`
    [
      "BRIDGE_ROUTES",
      "Bridge",
      "CONTENT_SECURITY_POLICY",
      "DEFAULT_BRIDGE_LIMITS",
      "bridgeClock",
      "isPlainTarget",
      "proveToken",
      "readDcuAddress",
      "readHost",
      "readOrigin",
      "refusalText",
    ]
  `);
});
