import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { transformWithOxc } from "vite";
import { describe, expect, test } from "vitest";
import * as errors from "../src/errors.ts";

const { DecodeError, EigerMonitorError, isEigerMonitorError, MonitorRequestError, OmError } = errors;

const OM_ERRORS = [
  [
    errors.OmConfigurationFileReadingError,
    "OmConfigurationFileReadingError",
    "OM_CONFIGURATION_FILE_READING",
  ],
  [errors.OmConfigurationFileSyntaxError, "OmConfigurationFileSyntaxError", "OM_CONFIGURATION_FILE_SYNTAX"],
  [errors.OmMissingParameterGroupError, "OmMissingParameterGroupError", "OM_MISSING_PARAMETER_GROUP"],
  [errors.OmMissingParameterError, "OmMissingParameterError", "OM_MISSING_PARAMETER"],
  [errors.OmWrongParameterTypeError, "OmWrongParameterTypeError", "OM_WRONG_PARAMETER_TYPE"],
  [errors.OmMissingDataSourceClassError, "OmMissingDataSourceClassError", "OM_MISSING_DATA_SOURCE_CLASS"],
  [errors.OmMissingLayerClassError, "OmMissingLayerClassError", "OM_MISSING_LAYER_CLASS"],
  [errors.OmMissingLayerModuleError, "OmMissingLayerModuleError", "OM_MISSING_LAYER_MODULE"],
  [
    errors.OmHttpInterfaceInitializationError,
    "OmHttpInterfaceInitializationError",
    "OM_HTTP_INTERFACE_INITIALIZATION",
  ],
  [errors.OmDataExtractionError, "OmDataExtractionError", "OM_DATA_EXTRACTION"],
  [errors.OmNotImplementedError, "OmNotImplementedError", "OM_NOT_IMPLEMENTED"],
] as const;

describe("OM's errors", () => {
  test.each(OM_ERRORS)("$1 have their name and their code, and keep their cause", (OmClass, name, code) => {
    const cause = new RangeError("inner");
    const error = new OmClass("what happened", { cause });
    expect(error).toMatchObject({ name, code, message: "what happened", cause });
    for (const base of [OmError, EigerMonitorError, Error]) expect(error).toBeInstanceOf(base);
    expect(String(error)).toBe(`${name}: what happened`);
    expect("cause" in new OmClass("what happened")).toBe(false);
  });
});

describe("the others", () => {
  test("have their names and codes", () => {
    expect(new EigerMonitorError("SOME_CODE", "m")).toMatchObject({
      name: "EigerMonitorError",
      code: "SOME_CODE",
    });
    expect(new OmError("SOME_CODE", "m")).toMatchObject({ name: "OmError", code: "SOME_CODE" });
    expect(new errors.FrameClosedError()).toMatchObject({
      name: "FrameClosedError",
      code: "FRAME_CLOSED",
      message: expect.stringContaining("frame.copy()"),
    });
  });

  test("say where and why: a decode error its place, a request error its address", () => {
    const decode = new DecodeError("BAD_OFFSET", "m", { offset: 4, tag: 273, got: 99, limit: 10 });
    expect(decode).toMatchObject({ name: "DecodeError", code: "BAD_OFFSET", offset: 4, tag: 273, got: 99 });
    const url = "http://dcu/monitor/api/1.8.0/images/next";
    const details = { url, status: 503, text: "busy", retryAfter: 1000, received: 5 };
    const request = new MonitorRequestError("HTTP_STATUS", "m", details);
    expect(request).toMatchObject({ name: "MonitorRequestError", code: "HTTP_STATUS", ...details });
    expect(new MonitorRequestError("NETWORK", "m", { url, cause: decode }).cause).toBe(decode);
  });
});

/** One of each class that this package exports. */
function oneOfEach(): readonly errors.EigerMonitorError[] {
  return [
    new EigerMonitorError("CODE", "m"),
    new DecodeError("CORRUPT", "m"),
    new errors.FrameClosedError(),
    new MonitorRequestError("DNS", "m", { url: "http://dcu" }),
    new errors.PoolTransportError("CLOSED", "m"),
    new OmError("CODE", "m"),
    ...OM_ERRORS.map(([OmClass]) => new OmClass("m")),
  ];
}

describe("isEigerMonitorError", () => {
  test("knows every class that is exported, by its name", () => {
    const each = oneOfEach();
    const classes = Object.keys(errors).filter((name) => name !== "isEigerMonitorError");
    expect(each.map(({ name }) => name).sort()).toEqual(classes.sort());
    for (const error of each) {
      expect(isEigerMonitorError(error), error.name).toBe(true);
      expect(isEigerMonitorError(error, error.name)).toBe(true);
      expect(isEigerMonitorError(error, "OtherError")).toBe(false);
    }
  });

  test.each([
    ["another error", new RangeError("m")],
    ["a system's error with a code", Object.assign(new Error("m"), { code: "ECONNREFUSED" })],
    ["one of our names without a code", Object.assign(new Error("m"), { name: "DecodeError" })],
    ["an object with another name", { name: "RangeError", code: "LIMIT", message: "m" }],
    ["text", "DecodeError"],
    ["nothing", undefined],
    ["null", null],
  ])("refuses %s", (_, value) => {
    expect(isEigerMonitorError(value)).toBe(false);
  });

  test("knows an error that was sent as a plain object, fields and all", () => {
    const { name, code, message } = new DecodeError("LIMIT", "m");
    expect(isEigerMonitorError(structuredClone({ name, code, message }), "DecodeError")).toBe(true);
  });

  test("knows an error of another copy of the package, where instanceof does not", async () => {
    const path = "../src/errors.ts?copy";
    const copy: typeof errors = await import(path);
    const error = new copy.OmDataExtractionError("m");
    expect(error).not.toBeInstanceOf(errors.OmDataExtractionError);
    expect(isEigerMonitorError(error, "OmDataExtractionError")).toBe(true);
    expect(copy.isEigerMonitorError(new DecodeError("LIMIT", "m"), "DecodeError")).toBe(true);
  });

  test("knows an error that ended another thread, with its code and its details", async () => {
    const file = new URL("../src/errors.ts", import.meta.url);
    const { code } = await transformWithOxc(readFileSync(file, "utf8"), "errors.ts");
    const script = `${code}\nthrow new DecodeError("LIMIT", "too many", { tag: 273 });`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
    const [error] = await once(worker, "error");
    expect(error).toMatchObject({ name: "DecodeError", code: "LIMIT", message: "too many", tag: 273 });
    expect(error).not.toBeInstanceOf(DecodeError);
    expect(isEigerMonitorError(error, "DecodeError")).toBe(true);
  });
});
