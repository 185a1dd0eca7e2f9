import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { type RecordedRequest, recordingServer, type ScriptedReply } from "../support/recordingServer.ts";

const VALUES: Readonly<Record<string, unknown>> = {
  mode: "enabled",
  buffer_size: 100,
  discard_new: true,
  state: "normal",
  error: [],
  buffer_fill_level: [0, 100],
  buffer_free: 1,
  dropped: 0,
  monitor_image_number: null,
  next_image_number: null,
  version: "1.8.0",
};

/** Something that the client takes for an answer, wherever it asks. */
function anyReply({ method, url = "" }: RecordedRequest): ScriptedReply {
  const key = url.split("/").at(-1) ?? "";
  if (method === "PUT" || key === "" || key === "keys") return { body: "[]" };
  return { body: key in VALUES ? JSON.stringify({ value: VALUES[key] }) : "II" };
}

/** What a client is told to do, and the requests that this may cause: method, path below the monitor, body. */
const CALLS: readonly (readonly [(client: MonitorClient) => Promise<unknown>, string, string?])[] = [
  [(client) => client.getConfig("mode"), "GET config/mode"],
  [(client) => client.getConfig("buffer_size"), "GET config/buffer_size"],
  [(client) => client.getConfig("discard_new"), "GET config/discard_new"],
  [(client) => client.setConfig("mode", "enabled"), "PUT config/mode", '{"value":"enabled"}'],
  [(client) => client.setConfig("buffer_size", 7), "PUT config/buffer_size", '{"value":7}'],
  [(client) => client.setConfig("discard_new", false), "PUT config/discard_new", '{"value":false}'],
  [(client) => client.getStatus("state"), "GET status/state"],
  [(client) => client.getStatus("error"), "GET status/error"],
  [(client) => client.getStatus("buffer_fill_level"), "GET status/buffer_fill_level"],
  [(client) => client.getStatus("buffer_free"), "GET status/buffer_free"],
  [(client) => client.getStatus("dropped"), "GET status/dropped"],
  [(client) => client.getStatus("monitor_image_number"), "GET status/monitor_image_number"],
  [(client) => client.getStatus("next_image_number"), "GET status/next_image_number"],
  [(client) => client.keys(), "GET keys"],
  [(client) => client.keys("config"), "GET config/keys"],
  [(client) => client.keys("status"), "GET status/keys"],
  [(client) => client.keys("command"), "GET command/keys"],
  [(client) => client.clear(), "PUT command/clear"],
  [(client) => client.initialize(), "PUT command/initialize"],
  [(client) => client.images(), "GET images/"],
  [(client) => client.image({ series: 6, image: 98 }), "GET images/6/98"],
  [(client) => client.image({ series: 6, image: 0, threshold: 2 }), "GET images/6/0/2"],
  [(client) => client.monitorImage(), "GET images/monitor"],
  [(client) => client.monitorImage({ timeout: 250 }), "GET images/monitor?timeout=250"],
  [(client) => client.nextImage(), "GET images/next"],
  [(client) => client.nextImage({ timeout: 0 }), "GET images/next?timeout=0"],
  [(client) => client.nextImage({ timeout: 2000 }), "GET images/next?timeout=2000"],
];

/** The requests that `call` causes at a monitor under `path`. */
async function requestsOf(
  call: (client: MonitorClient) => Promise<unknown>,
  path = "/monitor/api/1.8.0",
): Promise<readonly RecordedRequest[]> {
  const server = await recordingServer(anyReply);
  await call(new MonitorClient({ source: server.url + path }));
  return server.requests;
}

describe("a call of the client is one request:", () => {
  for (const [call, expected, body = ""] of CALLS) {
    test(`${expected} ${body}`, async () => {
      const requests = await requestsOf(call);
      const path = expected.replace(" ", " /monitor/api/1.8.0/");
      expect(requests.map((request) => [`${request.method} ${request.url}`, request.body])).toEqual([
        [path, body],
      ]);
    });
  }

  test("the version is asked for beside the versions, or below an address without one", async () => {
    const paths = ["/monitor/api/1.6.0", "", "/bridge"];
    const requests = await Promise.all(paths.map((path) => requestsOf((client) => client.version(), path)));
    expect(requests.flat().map(({ url }) => url)).toEqual([
      "/monitor/api/version",
      "/monitor/api/version",
      "/bridge/version",
    ]);
  });
});

describe("the headers", () => {
  test("of images ask for TIFF by both of its names", async () => {
    const [request] = await requestsOf((client) => client.nextImage());
    expect(request?.headers.accept).toBe("image/tiff, application/tiff");
  });

  test("of values ask for JSON, and say that a value is JSON", async () => {
    const [read] = await requestsOf((client) => client.getConfig("mode"));
    expect(read?.headers).toMatchObject({ accept: "application/json" });
    expect(read?.headers["content-type"]).toBeUndefined();
    const [written] = await requestsOf((client) => client.setConfig("mode", "enabled"));
    expect(written?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "19",
    });
  });

  test("of commands tell of a body of no length", async () => {
    const [request] = await requestsOf((client) => client.clear());
    expect(request?.headers["content-length"]).toBe("0");
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
  });
});
