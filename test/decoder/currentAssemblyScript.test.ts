import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "eiger-monitor-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the kernels under a current AssemblyScript", () => {
  it("compile unchanged, without as-bind, and give the same statistics", async () => {
    const file = join(folder, "decoder.wasm");
    const flags = [
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--exportRuntime",
      "--enable",
      "simd",
      "--enable",
      "bulk-memory",
    ];
    const asc = "node_modules/assemblyscript-current/bin/asc.js";
    execFileSync(process.execPath, [asc, "assembly/index.ts", "--outFile", file, ...flags], {
      stdio: "pipe",
    });
    const { instance } = await WebAssembly.instantiate(readFileSync(file), { env: { abort() {} } });
    const { memory, firstFreeByte, statistics } = instance.exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof firstFreeByte !== "function")
      throw new Error("exports");
    if (typeof statistics !== "function") throw new Error("exports");
    const start = Math.ceil(firstFreeByte() / 64) * 64;
    memory.grow(1);
    new Uint16Array(memory.buffer, start, 19).set([...Array(18).keys(), 65535]);
    expect(statistics(2, start, 19, 10, start + 64)).toBe(0);
    const [lowest, highest, sum] = new Uint32Array(memory.buffer, start + 64, 3);
    expect([lowest, highest, sum]).toEqual([0, 17, 153]);
  });
});
