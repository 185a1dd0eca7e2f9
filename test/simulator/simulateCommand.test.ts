import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CommanderError } from "commander";
import { expect, onTestFinished, test } from "vitest";
import { simulateCommand } from "../../src/node/commands/simulate.ts";

interface Run {
  /** Lines printed so far. */
  readonly lines: readonly string[];
  /** Resolves with the first line. */
  readonly listening: Promise<string>;
  readonly ended: Promise<unknown>;
}

/** Runs the command in this process; it ends when SIGINT is emitted. */
function simulate(...args: readonly string[]): Run {
  const lines: string[] = [];
  const printed = new EventEmitter();
  const terminal = {
    interactive: false,
    liveOnly: false,
    print: async (line: string) => {
      lines.push(line);
      printed.emit("line", line);
    },
    say: () => undefined,
    show: () => undefined,
  };
  const command = simulateCommand(terminal)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const listening = once(printed, "line").then(([line]) => String(line));
  return { lines, listening, ended: command.parseAsync(args, { from: "user" }) };
}

test("prints one line of JSON once it listens, and ends by SIGINT with its port free", async () => {
  const run = simulate(
    "--port",
    "0",
    "--model",
    "eiger-1m",
    "--bit-depth",
    "16",
    "--pattern",
    "ramp",
    "--json",
  );
  const { url, source }: { url: string; source: string } = JSON.parse(await run.listening);
  expect(source).toBe(`${url}/monitor/api/1.8.0`);
  expect((await fetch(`${source}/config/mode`)).status).toBe(200);
  process.emit("SIGINT", "SIGINT");
  await expect(run.ended).rejects.toMatchObject({ exitCode: 130 });
  expect(run.lines).toHaveLength(1);
  await expect(fetch(`${source}/config/mode`)).rejects.toThrow("fetch failed");
});

test("says what to run next", async () => {
  const run = simulate("--port", "0", "--model", "eiger2-250k", "--no-auto");
  await run.listening;
  process.emit("SIGINT", "SIGINT");
  await expect(run.ended).rejects.toMatchObject({ exitCode: 130 });
  expect(run.lines.join("\n")).toMatch(
    /eiger-monitor watch http:\/\/127\.0\.0\.1:\d+\/monitor\/api\/1\.8\.0/,
  );
});

test("fails when the port is taken, or a file to replay cannot be read", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(simulate("--port", String(port)).ended).rejects.toMatchObject({
    code: "EADDRINUSE",
    syscall: "listen",
  });
  await expect(simulate("--port", "0", "--replay", "none.tif").ended).rejects.toMatchObject({
    code: "ENOENT",
  });
});

test.for([
  ["--port", "65536"],
  ["--model", "eiger3"],
  ["--bit-depth", "12"],
  ["--rate", "0"],
  ["--rate", "fast"],
  ["--images", "0"],
  ["--thresholds", "3"],
  ["--layout", "2019"],
  ["--pattern", "noise"],
  ["--seed", "-1"],
])("refuses %s %s as wrong usage", async ([option = "", value = ""]) => {
  await expect(simulate(option, value).ended).rejects.toBeInstanceOf(CommanderError);
});
