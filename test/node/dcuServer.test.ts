import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { serveDcu } from "../../src/node/dcuServer.ts";
import { SimulatedDcu } from "../../src/simulator/index.ts";
import { exchange, openSocket } from "../simulator/support/rawSocket.ts";
import { eventId, servedDcu, watchedDcu } from "../simulator/support/servedDcu.ts";
import { hasIpv6 } from "./support/ipv6.ts";

/** The largest body that is taken. */
const MEBIBYTES_128 = 128 * 2 ** 20;

test("a port that is taken is EADDRINUSE, and harms nobody", async () => {
  const served = await servedDcu();
  const port = Number(new URL(served.url).port);
  await expect(serveDcu(new SimulatedDcu(), { port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
  expect((await served.get("monitor/config/mode")).status).toBe(200);
});

test("close ends every connection, one that waits for an image too, and frees the port", async () => {
  const server = await serveDcu(new SimulatedDcu({ model: "eiger2-250k", auto: false }));
  const [idle, waiting] = [await openSocket(server.url), await openSocket(server.url)];
  await exchange(idle, ["GET /monitor/api/1.8.0/config/mode HTTP/1.1", "Host: dcu", ""]);
  waiting.write("GET /monitor/api/1.8.0/images/next?timeout=600000 HTTP/1.1\r\nHost: dcu\r\n\r\n");
  await exchange(idle, ["GET /monitor/api/1.8.0/config/mode HTTP/1.1", "Host: dcu", ""]);
  const gone = [idle, waiting].map((socket) => once(socket.resume(), "close"));
  await server.close();
  await Promise.all(gone);
  const heir = createServer().listen(Number(new URL(server.url).port), "127.0.0.1");
  await once(heir, "listening");
  heir.close();
  await server.close();
});

test("a client that leaves while it waits costs no image", async () => {
  const dcu = await watchedDcu();
  const controller = new AbortController();
  const impatient = dcu.get("monitor/images/next?timeout=600000", { signal: controller.signal });
  await dcu.value("monitor/status/state");
  controller.abort();
  await expect(impatient).rejects.toThrow("abort");
  await dcu.value("monitor/status/state");
  dcu.dcu.expose();
  expect(await eventId(await dcu.get("monitor/images/next"))).toBe("1_0");
});

test("a client that leaves in the middle of its request harms nobody", async () => {
  const dcu = await servedDcu();
  const socket = await openSocket(dcu.url);
  socket.write(
    'PUT /monitor/api/1.8.0/config/mode HTTP/1.1\r\nHost: dcu\r\nContent-Length: 100\r\n\r\n{"value":',
  );
  await dcu.value("monitor/config/mode");
  socket.resetAndDestroy();
  await once(socket, "close");
  expect(await dcu.value("monitor/config/mode")).toBe("disabled");
});

test("a body beyond 128 MiB is refused with 413, also when its length is not announced", async () => {
  const dcu = await servedDcu();
  const body = new Uint8Array(MEBIBYTES_128 + 1);
  for (const init of [{ body }, { body: new Blob([body]).stream(), duplex: "half" as const }]) {
    const reply = await dcu.get("detector/config/pixel_mask", { method: "PUT", ...init });
    expect([reply.status, reply.headers.get("connection")]).toEqual([413, "close"]);
  }
  expect(await dcu.value("monitor/config/mode")).toBe("disabled");
});

test.skipIf(!hasIpv6())("on an address of IPv6 its own address has brackets", async () => {
  const server = await serveDcu(new SimulatedDcu({ auto: false }), { host: "::1" });
  onTestFinished(() => server.close());
  expect(server.source).toMatch(/^http:\/\/\[::1\]:\d+\/monitor\/api\/1\.8\.0$/);
  expect((await fetch(`${server.source}/config/mode`)).status).toBe(200);
});

test.for(["*", "//", "/%", "/monitor/api/1.8.0/config/mode?%", "http://other/", "/\\", "//dcu:0"])(
  "a request for %s is answered, and the next one on its connection too",
  async (target) => {
    const dcu = await servedDcu();
    const socket = await openSocket(dcu.url);
    const { status } = await exchange(socket, [`GET ${target} HTTP/1.1`, "Host: dcu", ""]);
    expect(status).toBe(target.includes("?") ? 200 : 404);
    const next = await exchange(socket, ["GET /monitor/api/1.8.0/config/mode HTTP/1.1", "Host: dcu", ""]);
    expect(next.status).toBe(200);
    socket.destroy();
  },
);

test("a request for what is no address is refused with 400, and its connection ends", async () => {
  const dcu = await servedDcu();
  const socket = await openSocket(dcu.url);
  const { status, head } = await exchange(socket, ["GET http://[ HTTP/1.1", "Host: dcu", ""]);
  expect([status, head]).toEqual([400, expect.stringMatching(/^connection: close$/im)]);
  await once(socket.resume(), "close");
  expect(await dcu.value("monitor/config/mode")).toBe("disabled");
});
