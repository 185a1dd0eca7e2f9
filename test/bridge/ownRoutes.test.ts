import { describe, expect, test } from "vitest";
import { recordingServer } from "../support/recordingServer.ts";
import { closedPort } from "../support/wireServer.ts";
import { countedBridge, servedBridge, simulatedBridge, TOKEN } from "./support/servedBridge.ts";

const GEOMETRY = [
  "/detector/api/version",
  ...[
    "beam_center_x",
    "beam_center_y",
    "detector_distance",
    "wavelength",
    "photon_energy",
    "x_pixel_size",
    "y_pixel_size",
    "threshold/2/mode",
  ].map((key) => `/detector/api/1.6.0/config/${key}`),
];

describe("/bridge/geometry", () => {
  test("is the detector's, with its units", async () => {
    const { bridge } = await simulatedBridge();
    const reply = await fetch(`${bridge.url}/bridge/geometry`);
    expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await reply.json()).toEqual({
      beam_center_x: { value: expect.any(Number), unit: "px" },
      beam_center_y: { value: expect.any(Number), unit: "px" },
      detector_distance: { value: 0.15, unit: "m" },
      wavelength: { value: 1, unit: "angstrom" },
      photon_energy: { value: 12_398.42, unit: "eV" },
      x_pixel_size: { value: 7.5e-5, unit: "m" },
      y_pixel_size: { value: 7.5e-5, unit: "m" },
      thresholds: { value: 1, unit: "" },
    });
  });

  test("asks for a fixed list in the DCU's own version, and for no more when many ask", async () => {
    const dcu = await recordingServer(({ url = "" }) => {
      if (url.endsWith("/version")) return { body: '{"value":"1.6.0"}' };
      if (url.endsWith("/wavelength")) return { status: 404, body: "no such key" };
      if (url.endsWith("/photon_energy")) return { status: 400, body: "Parameter does not exist" };
      if (url.endsWith("threshold/2/mode")) return { body: '{"value":"enabled"}' };
      if (url.endsWith("beam_center_x")) return { body: '{"value":"12"}' };
      return { body: '{"value":5,"unit":7}' };
    });
    const bridge = await servedBridge({ dcu: dcu.url });
    const ask = async () => (await fetch(`${bridge.url}/bridge/geometry?key=/detector/api`)).json();
    const [geometry, ...others] = await Promise.all([ask(), ask(), ask()]);
    const entry = { value: 5, unit: "" };
    expect(Object.keys(geometry)).toEqual([
      "beam_center_y",
      "detector_distance",
      "x_pixel_size",
      "y_pixel_size",
      "thresholds",
    ]);
    expect(geometry.thresholds).toEqual({ value: 2, unit: "" });
    expect(geometry.x_pixel_size).toEqual(entry);
    expect(others).toEqual([geometry, geometry]);
    expect(dcu.requests.map(({ url }) => url)).toEqual(GEOMETRY);
  });

  test.for(["../../filewriter", "1.8.0/config/mode?", "", "1.8", "18000.0.0"])(
    "a version %j becomes no address",
    async (version) => {
      const dcu = await recordingServer(() => ({ body: JSON.stringify({ value: version }) }));
      const bridge = await servedBridge({ dcu: dcu.url });
      expect(await (await fetch(`${bridge.url}/bridge/geometry`)).json()).toEqual({});
      expect(dcu.requests).toHaveLength(1);
    },
  );

  test("says when the DCU is away, and asks again", async () => {
    let status = 500;
    const dcu = await recordingServer(() => ({ status, body: '{"value":"1.8.0"}' }));
    const bridge = await servedBridge({ dcu: dcu.url });
    const ask = () => fetch(`${bridge.url}/bridge/geometry`);
    const away = await ask();
    expect([away.status, await away.json()]).toMatchObject([502, { code: "UPSTREAM_STATUS" }]);
    status = 200;
    expect((await ask()).status).toBe(200);
  });

  test("that is not JSON is said to be none", async () => {
    const { bridge } = await (async () => {
      const dcu = await recordingServer(() => ({ body: "<html>" }));
      return { bridge: await servedBridge({ dcu: dcu.url }) };
    })();
    const reply = await fetch(`${bridge.url}/bridge/geometry`);
    expect([reply.status, await reply.json()]).toMatchObject([502, { code: "UPSTREAM_BAD_JSON" }]);
  });
});

describe("/bridge/info", () => {
  test("says what runs, what may be done, and the DCU's version", async () => {
    const { bridge } = await simulatedBridge();
    const about = { product: "eiger-monitor", version: "1.2.3", isWritable: false, apiVersion: "1.8.0" };
    expect(await (await fetch(`${bridge.url}/bridge/info`)).json()).toEqual(about);
  });

  test("says so too when the DCU is away, and nothing of where that is", async () => {
    const dcu = await closedPort();
    const bridge = await servedBridge({ dcu, allowWrite: true, token: TOKEN });
    const text = await (await fetch(`${bridge.url}/bridge/info`)).text();
    expect(JSON.parse(text)).toEqual({ product: "eiger-monitor", version: "1.2.3", isWritable: true });
    expect(text).not.toContain(new URL(dcu).port);
    expect(text).not.toContain(TOKEN);
  });
});

test("own routes are guarded like the others", async () => {
  const { bridge, dcu } = await countedBridge();
  for (const path of ["/bridge/info", "/bridge/geometry"]) {
    const foreign = await fetch(bridge.url + path, { headers: { Origin: "https://other.example" } });
    expect(foreign.status).toBe(403);
    expect((await fetch(bridge.url + path, { method: "PUT", body: "{}" })).status).toBe(405);
  }
  expect(dcu.requests).toEqual([]);
});
