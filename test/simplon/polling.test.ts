import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { head, wireServer } from "../support/wireServer.ts";

const SCRIPT = fileURLToPath(new URL("support/pollEmptyBuffer.mjs", import.meta.url));

/** What the script prints; bytes. */
interface PollingReport {
  readonly images: number;
  readonly warnings: readonly string[];
  readonly heapGrowth: number;
}

const NO_IMAGE = "no data available\n";
const EMPTY = `${head("408 Request Timeout", {
  "Content-Type": "text/plain; charset=utf-8",
  "Content-Length": NO_IMAGE.length,
})}${NO_IMAGE}`;

/** Standard output of a process that ends well and has nothing to complain of. */
async function runNode(...parameters: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--expose-gc", ...parameters]);
  expect(stderr).toBe("");
  return stdout;
}

test("10 000 polls of an empty buffer are 10 000 requests, over two connections at most, in constant memory", {
  timeout: 60_000,
}, async () => {
  const dcu = await wireServer((socket) => socket.write(EMPTY));
  const report: PollingReport = JSON.parse(await runNode(SCRIPT, dcu.url));
  expect(dcu.requests).toHaveLength(10_000);
  const lines = new Set(dcu.requests.map((request) => request.slice(0, request.indexOf("\r\n"))));
  expect([...lines]).toEqual(["GET /monitor/api/1.8.0/images/next?timeout=0 HTTP/1.1"]);
  expect(dcu.connections.length).toBeLessThanOrEqual(2);
  expect(report).toMatchObject({ images: 0, warnings: [] });
  expect(report.heapGrowth).toBeLessThanOrEqual(2 ** 20);
});
