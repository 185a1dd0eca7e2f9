import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { serveDcu } from "../src/node/dcuServer.ts";
import { SimulatedDcu } from "../src/simulator/index.ts";

/** Inside the package, so that it finds itself by its name; not among the sources. */
const program = fileURLToPath(new URL("../build/readme/program.mjs", import.meta.url));

test("the README's program runs as it stands", async () => {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(readFileSync("README.md", "utf8")) ?? [];
  const server = await serveDcu(new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", rate: 50 }));
  onTestFinished(() => server.close());
  mkdirSync(fileURLToPath(new URL("../build/readme", import.meta.url)), { recursive: true });
  writeFileSync(program, code.replace("http://DCU/monitor/api/1.8.0", server.source));
  onTestFinished(() => rmSync(program));

  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) === 3) break;
  }
  expect(lines).toEqual(["1_0 [ 512, 512 ] 250", "1_1 [ 512, 512 ] 250", "1_2 [ 512, 512 ] 250"]);
});
