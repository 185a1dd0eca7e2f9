import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { readMonitorAddress } from "../../src/simplon/monitorAddress.ts";

describe("the address of a monitor", () => {
  for (const [text, source, apiVersion] of [
    ["http://dcu/monitor/api/1.8.0", "http://dcu/monitor/api/1.8.0", "1.8.0"],
    ["http://dcu/monitor/api/1.6.0/", "http://dcu/monitor/api/1.6.0", "1.6.0"],
    ["http://dcu", "http://dcu/monitor/api/1.8.0", "1.8.0"],
    ["http://dcu/", "http://dcu/monitor/api/1.8.0", "1.8.0"],
    ["HTTP://DCU:80", "http://dcu/monitor/api/1.8.0", "1.8.0"],
    ["http://10.42.41.10:8000", "http://10.42.41.10:8000/monitor/api/1.8.0", "1.8.0"],
    ["http://[::1]:8000/monitor/api/1.8.0", "http://[::1]:8000/monitor/api/1.8.0", "1.8.0"],
    [
      "https://bridge.example/eiger/monitor/api/1.8.0",
      "https://bridge.example/eiger/monitor/api/1.8.0",
      "1.8.0",
    ],
    ["http://bridge/eiger//", "http://bridge/eiger", undefined],
    ["http://bridge/1.8", "http://bridge/1.8", undefined],
  ] as const) {
    test(`${text} is ${source}, ${apiVersion === undefined ? "of no version" : `API ${apiVersion}`}`, () => {
      const root = apiVersion === undefined ? source : source.slice(0, source.lastIndexOf("/"));
      expect(readMonitorAddress(text)).toEqual({ source, root, apiVersion });
      const client = new MonitorClient({ source: text });
      expect([client.source, client.apiVersion]).toEqual([source, apiVersion]);
    });
  }

  for (const text of [
    "",
    "dcu",
    "dcu:8000",
    "/monitor/api/1.8.0",
    "http://",
    "ftp://dcu/monitor/api/1.8.0",
    "file:///monitor/api/1.8.0",
    "http://dcu/monitor/api/1.8.0?timeout=5",
    "http://dcu/monitor/api/1.8.0#next",
  ]) {
    test(`${JSON.stringify(text)} is none, and the message says what is expected`, () => {
      const error = {
        name: "EigerMonitorError",
        code: "BAD_SOURCE",
        message: `${JSON.stringify(text)} is no address of a monitor; expected something like http://HOST/monitor/api/1.8.0`,
      };
      expect(() => readMonitorAddress(text)).toThrow(expect.objectContaining(error));
      expect(() => new MonitorClient({ source: text })).toThrow(expect.objectContaining(error));
    });
  }
});
