import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { MonitorClient } from "../../../src/simplon/index.ts";
import { closedPort } from "../../support/wireServer.ts";
import { jsonLines, lines, runCommand, startCommand } from "../support/command.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

const SMALL = ["--model", "eiger2-250k", "--bit-depth", "16", "--pattern", "ramp"];

interface Addresses {
  readonly viewer: string;
  readonly source: string;
  readonly dcu: string;
  readonly token?: string;
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  return Number(new URL(await closedPort()).port);
}

/** Starts `serve` and reads the addresses that it prints. */
async function serve(...options: readonly string[]) {
  const serving = startCommand("serve", ...options, "--json");
  const addresses: Addresses = JSON.parse(await serving.printed(/.+\n/));
  return { serving, ...addresses };
}

test("serves a simulated detector, whose images come by themselves, to pages and to other programs", async () => {
  const { source, dcu, viewer, token } = await serve("--port", "0", ...SMALL);
  expect(token).toBeUndefined();
  expect(source).toBe(`${viewer}monitor/api/1.8.0`);
  for (const address of [source, dcu]) {
    const image = await new MonitorClient({ source: address }).monitorImage({ timeout: 5000 });
    expect(image?.buffer.bytes.length).toBeGreaterThan(512 * 512 * 2);
  }
  expect((await new MonitorClient({ source }).getConfig("discard_new")).value).toBe(false);
  await expect(new MonitorClient({ source }).clear()).rejects.toMatchObject({ status: 405 });
  const info = await (await fetch(`${viewer}bridge/info`)).json();
  expect(info).toMatchObject({ product: "eiger-monitor", isWritable: false, apiVersion: "1.8.0" });
});

test("serves the built viewer", async () => {
  const folder = await mkdtemp(join(tmpdir(), "viewer-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "index.html"), "<!doctype html>");
  const { viewer } = await serve("--port", "0", "--viewer", folder, ...SMALL);
  expect(await (await fetch(viewer)).text()).toBe("<!doctype html>");
});

test("leads to a real detector, and leaves its configuration alone", async () => {
  const { dcu, source: real } = await recordedDcu();
  await dcu.enable();
  const { source, dcu: named } = await serve("--port", "0", "--dcu", new URL(real).origin);
  expect(named).toBe(new URL(real).origin);
  expect((await fetch(`${source}/images/monitor`)).status).toBe(200);
  expect(dcu.requests).toEqual(["GET images/monitor"]);
});

test("S06: --allow-write makes up a token and prints it, or takes one from the environment", async () => {
  const { source, token = "" } = await serve("--port", "0", "--allow-write", ...SMALL);
  expect(token).toMatch(/^[\w-]{32}$/);
  const write = (Authorization: string) => {
    const headers = { Authorization, "Content-Type": "application/json" };
    return fetch(`${source}/command/clear`, { method: "PUT", headers });
  };
  expect((await write(`Bearer ${token}`)).status).toBe(200);
  expect((await write(`Bearer ${token}x`)).status).toBe(401);
  process.env["EIGER_MONITOR_TOKEN"] = "from-the-environment-0123456789";
  onTestFinished(() => void delete process.env["EIGER_MONITOR_TOKEN"]);
  expect((await serve("--port", "0", "--allow-write", ...SMALL)).token).toBeUndefined();
});

describe("S25:", () => {
  test("it listens on 127.0.0.1", async () => {
    const { viewer } = await serve("--port", "0", ...SMALL);
    const { hostname, port } = new URL(viewer);
    expect(hostname).toBe("127.0.0.1");
    await expect(fetch(`http://127.0.0.2:${port}/bridge/info`)).rejects.toThrow("fetch failed");
  });

  test("another address needs an origin", async () => {
    const ended = await runCommand("serve", "--host", "0.0.0.0");
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(ended.err).toMatch(
      /^error: --host 0\.0\.0\.0 opens the bridge to other machines: say with --origin /,
    );
  });

  test("and is warned of; its page has the token in a part of its address that no server sees", async () => {
    const { serving, viewer, token } = await serve(
      ...["--host", "0.0.0.0", "--port", "0", "--origin", "http://beamline:8080", ...SMALL],
    );
    await serving.said(/^warning: other machines can reach the bridge on 0\.0\.0\.0; nothing is encrypted\n/);
    const { hash, port, hostname } = new URL(viewer);
    expect(hash).toBe(`#token=${token}`);
    expect((await fetch(`http://127.0.0.1:${port}/bridge/info`)).status).toBe(200);
    // That is where it listens, but nowhere that another machine could go to; with this port nothing is named beamline.
    expect(hostname).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(hostname).not.toBe("0.0.0.0");
    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`http://${hostname}:${port}/bridge/info`, { headers })).status).toBe(200);
  });

  test("its page is named as the origin says, unless that is another page's", async () => {
    const port = await freePort();
    const origins = ["--origin", "https://elog.example", `http://beamline:${port}`];
    const { viewer, source, token } = await serve(
      ...["--host", "0.0.0.0", "--port", String(port), ...origins, ...SMALL],
    );
    expect(viewer).toBe(`http://beamline:${port}/#token=${token}`);
    expect(source).toBe(`http://beamline:${port}/monitor/api/1.8.0`);
  });

  test("behind a proxy everybody needs the token, and the page has the proxy's name", async () => {
    const port = await freePort();
    const { viewer, token } = await serve(
      ...["--behind-proxy", "--port", String(port), "--origin", "https://beamline.example", ...SMALL],
    );
    expect(viewer).toBe(`https://beamline.example/#token=${token}`);
    const info = `http://127.0.0.1:${port}/bridge/info`;
    expect((await fetch(info)).status).toBe(401);
    expect((await fetch(info, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).not.toBe(401);
  });
});

test("takes another port than 8080 where none was asked for, and only then", async () => {
  const other = createServer();
  await new Promise<void>((resolve) =>
    other.once("error", () => resolve()).listen(8080, "127.0.0.1", resolve),
  );
  onTestFinished(() => void other.close());
  const { viewer } = await serve(...SMALL);
  expect(new URL(viewer).port).not.toBe("8080");
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const ended = await runCommand("serve", "--port", String(port), ...SMALL);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain(`port ${port} is taken by another program`);
});

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`S30: ends by ${signal} with exit code ${code}, its ports free, while a page waits for an image`, async () => {
    const { serving, source, dcu } = await serve("--port", "0", "--no-auto", ...SMALL);
    const waiting = fetch(`${source}/images/next?timeout=10000`);
    await fetch(`${source}/status/state`);
    serving.process.kill(signal);
    expect([(await waiting).status, (await serving.ended).code]).toEqual([503, code]);
    for (const address of [source, dcu]) await expect(fetch(address)).rejects.toThrow("fetch failed");
  });
}

test("says for a person where everything is", async () => {
  const serving = startCommand("serve", "--port", "0", ...SMALL);
  await serving.printed(/Simulated .*\n/);
  serving.process.kill("SIGINT");
  const { out, err } = await serving.ended;
  expect(err).toBe("");
  expect(lines(out)).toEqual([
    expect.stringMatching(/^Viewer {5}http:\/\/127\.0\.0\.1:\d+\/$/),
    expect.stringMatching(/^Monitor {4}http:\/\/127\.0\.0\.1:\d+\/monitor\/api\/1\.8\.0, read only$/),
    expect.stringMatching(
      /^Simulated eiger2-250k, 16 bit, 10 images per second, at http:\/\/127\.0\.0\.1:\d+\/monitor/,
    ),
  ]);
});

test("start's viewer leaves the images to its line", async () => {
  const starting = startCommand("start", "--count", "20", "--port", "0", "--json", ...SMALL);
  const page = (await starting.said(/Viewer: .*\n/)).trim().replace("Viewer: ", "");
  const looked = await fetch(`${page}monitor/api/1.8.0/images/monitor?timeout=2000`);
  expect(looked.status).toBe(200);
  const ended = await starting.ended;
  expect(ended.code).toBe(0);
  expect(jsonLines(ended).map((image) => image["event_id"])).toEqual(
    Array.from({ length: 20 }, (_, image) => `1_${image}`),
  );
});
