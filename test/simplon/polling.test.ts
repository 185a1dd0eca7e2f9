import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("support/pollEmptyBuffer.mjs", import.meta.url));

/** What the script prints; bytes. */
interface PollingReport {
  readonly images: number;
  readonly warnings: readonly string[];
  readonly heapGrowth: number;
}

/** A buffer that is always empty, and what was asked of it. */
async function emptyBuffer(): Promise<{
  url: string;
  requests: Map<string, number>;
  connections: () => number;
}> {
  const requests = new Map<string, number>();
  let connections = 0;
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`;
    requests.set(key, (requests.get(key) ?? 0) + 1);
    response.writeHead(408, { "Content-Type": "text/plain; charset=utf-8" }).end("no data available\n");
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, connections: () => connections };
}

/** Standard output of a process that ends well and has nothing to complain of. */
async function runNode(...parameters: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--expose-gc", ...parameters]);
  expect(stderr).toBe("");
  return stdout;
}

test("10 000 polls of an empty buffer are 10 000 requests, over two connections at most, in constant memory", {
  timeout: 60_000,
}, async () => {
  const { url, requests, connections } = await emptyBuffer();
  const report: PollingReport = JSON.parse(await runNode(SCRIPT, url));
  expect([...requests]).toEqual([["GET /monitor/api/1.8.0/images/next?timeout=0", 10_000]]);
  expect(connections()).toBeLessThanOrEqual(2);
  expect(report).toMatchObject({ images: 0, warnings: [] });
  expect(report.heapGrowth).toBeLessThanOrEqual(2 ** 20);
});
