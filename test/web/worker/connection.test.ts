import { describe, expect, it } from "vitest";
import { isEigerMonitorError } from "../../../src/index.ts";
import { scriptedMonitor } from "../../om/support/scriptedMonitor.ts";
import { openEngine, servedUnit } from "../support/engines.ts";

const NEWEST = { fetchMode: "newest", threshold: null } as const;

describe("a viewer's connection", () => {
  it("tells a disabled monitor from one without images, and sees when it is enabled", async () => {
    const unit = await servedUnit();
    await unit.setMode("disabled");
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    const { problem, writable } = await viewer.where(({ connection }) => connection === "disabled");
    expect(problem).toMatchObject({ kind: "monitor-disabled" });
    expect(writable).toBe(false);
    await viewer.engine.enableMonitor("");
    await viewer.where(({ connection }) => connection === "waiting");
    expect(viewer.state?.problem).toBeNull();
    unit.dcu.expose();
    await viewer.shows("1_0");
  });

  it("says that nobody answers, when it tries again, and goes on when the control unit is back", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    unit.dcu.expose();
    await viewer.shows("1_0");
    await unit.stop();
    const { problem, image } = await viewer.where((state) => state.problem !== null);
    expect(problem).toMatchObject({ kind: "offline" });
    expect(problem?.retryAt).toBeGreaterThan(Date.now() - 10_000);
    expect(image?.id).toBe("1_0");
    await unit.start();
    unit.dcu.expose();
    await viewer.shows("1_1");
    expect(viewer.state).toMatchObject({ connection: "live", problem: null });
  });

  it.each([
    [502, '{"code":"UPSTREAM_UNREACHABLE"}', { kind: "dcu", status: 502 }, "unreachable"],
    [504, '{"code":"UPSTREAM_TIMEOUT"}', { kind: "dcu", status: 504 }, "unreachable"],
    [502, "<html>nginx</html>", { kind: "http", status: 502 }, "unreachable"],
    [404, "nothing here", { kind: "http", status: 404 }, "unreachable"],
    [403, "not you", { kind: "http", status: 403 }, "refused"],
    [200, "<html>", { kind: "unsupported" }, "unreachable"],
  ] as const)("understands status %i with %s", async (status, body, expected, connection) => {
    const monitor = await scriptedMonitor({ "GET images/": () => ({ status, body }) });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: monitor.source, ...NEWEST });
    const state = await viewer.where(({ problem }) => problem !== null);
    expect(state.problem).toMatchObject(expected);
    expect(state.problem?.hint).not.toBe("");
    expect(state.connection).toBe(connection);
  });

  it("tells a refusal to let the page read from nobody being there", async () => {
    const opaque = Object.defineProperty(new Response(), "type", { value: "opaque" });
    const viewer = await openEngine({
      // What a page's fetch does with an answer that lacks the header.
      fetch: async ({ mode }) => {
        if (mode === "no-cors") return opaque;
        throw new TypeError("Failed to fetch");
      },
    });
    await viewer.engine.connect({ source: "http://dcu.test/monitor/api/1.8.0", ...NEWEST });
    const { connection, problem } = await viewer.where((state) => state.problem !== null);
    expect({ connection, kind: problem?.kind }).toEqual({ connection: "refused", kind: "cors" });
  });

  it("tells a policy of the page that forbids asking from nobody being there, by where it was asked", async () => {
    const kinds: unknown[] = [];
    for (const host of ["forbidden.test", "away.test"]) {
      const viewer = await openEngine({
        fetch: () => Promise.reject(new TypeError("Failed to fetch")),
        isForbidden: (address) => new URL(address).host === "forbidden.test",
      });
      await viewer.engine.connect({ source: `http://${host}/monitor/api/1.8.0`, ...NEWEST });
      const { connection, problem } = await viewer.where((state) => state.problem !== null);
      kinds.push([connection, problem?.kind]);
    }
    expect(kinds).toEqual([
      ["refused", "policy"],
      ["unreachable", "offline"],
    ]);
  });

  it("finds out by the images how many thresholds there are where no bridge says so", async () => {
    const unit = await servedUnit({ thresholds: 2 });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    unit.dcu.expose();
    await viewer.where(({ thresholds }) => thresholds === 2);
    expect(viewer.state?.image?.threshold ?? 1).toBe(1);
  });

  it("takes the geometry from the bridge, and knows whether it may write", async () => {
    const unit = await servedUnit();
    await unit.setMode("disabled");
    const bridge: Readonly<Record<string, unknown>> = {
      "/bridge/geometry": {
        beam_center_x: { value: 250.5, unit: "" },
        beam_center_y: { value: 255, unit: "" },
        detector_distance: { value: 150, unit: "mm" },
        photon_energy: { value: 12_398.42, unit: "eV" },
        thresholds: { value: 2, unit: "" },
      },
      "/bridge/info": { isWritable: true },
    };
    const viewer = await openEngine({
      fetch: (request, init) => {
        const known = bridge[new URL(request.url).pathname];
        return known === undefined ? fetch(request, init) : Promise.resolve(Response.json(known));
      },
    });
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    const { configurationGeometry, thresholds } = await viewer.where(({ writable }) => writable);
    expect(thresholds).toBe(2);
    expect(configurationGeometry).toEqual({
      beamCenter: [250.5, 255],
      detectorDistance: 0.15,
      wavelength: 1,
      pixelSize: null,
    });
  });

  it("asks for the geometry again after a failure, a fault, and for each series", async () => {
    const unit = await servedUnit();
    let distance: number | null = null;
    const viewer = await openEngine({
      fetch(request, init) {
        if (!request.url.endsWith("/bridge/geometry")) return fetch(request, init);
        const reply = { detector_distance: { value: distance, unit: "mm" } };
        return Promise.resolve(
          distance === null ? new Response("no", { status: 502 }) : Response.json(reply),
        );
      },
    });
    const knows = (metres: number) =>
      viewer.where(({ configurationGeometry }) => configurationGeometry.detectorDistance === metres);
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    await viewer.where(({ connection }) => connection === "waiting");
    expect(viewer.state?.configurationGeometry.detectorDistance).toBeNull();
    distance = 100;
    await knows(0.1);
    distance = 200;
    unit.dcu.expose();
    await knows(0.2);
    await unit.stop();
    await viewer.where(({ connection }) => connection === "unreachable");
    distance = 300;
    await unit.start();
    await knows(0.3);
    // Between two series; what is known is known to the next connection, too.
    distance = 400;
    await fetch(`${unit.source.replace("/monitor/", "/detector/")}/command/arm`, { method: "PUT" });
    unit.dcu.expose();
    await viewer.shows("2_0");
    await knows(0.4);
    await viewer.engine.setThreshold(1);
    expect((await viewer.published()).configurationGeometry.detectorDistance).toBe(0.4);
  });

  it("sends the token that allows writing in a header, and says when it does not", async () => {
    const headers: (string | undefined)[] = [];
    const monitor = await scriptedMonitor({
      "PUT config/mode": ({ headers: { authorization } }) => {
        headers.push(authorization);
        return { status: 403, body: "no" };
      },
    });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: monitor.source, ...NEWEST });
    const error = await viewer.engine.enableMonitor("secret").catch((caught) => caught);
    expect(isEigerMonitorError(error, "MonitorRequestError")).toBe(true);
    expect(headers).toEqual(["Bearer secret"]);
  });

  it("says of a token that is wrong that it is", async () => {
    const monitor = await scriptedMonitor({
      "PUT config/mode": () => ({ status: 401, body: '{"code":"TOKEN_REQUIRED"}' }),
    });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: monitor.source, ...NEWEST });
    await expect(viewer.engine.enableMonitor("wrong")).rejects.toThrow(/^This token is not the bridge's$/);
  });

  it("counts what the control unit dropped, where it says so", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await fetch(`${unit.source}/config/buffer_size`, { method: "PUT", body: '{"value":1}' });
    for (let exposure = 0; exposure < 4; exposure++) unit.dcu.expose();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    await viewer.where(({ counters: { dropped } }) => dropped === 3);
  });
});
