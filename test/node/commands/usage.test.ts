import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runCommand } from "../support/command.ts";

const COMMANDS = ["start", "serve", "watch", "simulate", "decode"];

test.for([
  "watch",
  "watch dcu",
  "watch http://dcu another",
  "watch http://dcu --count 0",
  "watch http://dcu --fast",
  "start --source ftp://dcu",
  "start --format jpeg",
  "serve --dcu ftp://dcu",
  "serve --origin elog.example",
  "serve --port 65536",
  "serve --token short",
  "serve --host 0.0.0.0",
  "fly",
])("%s is wrong usage: exit code 2, what is wrong, and where to read on", async (line) => {
  const ended = await runCommand(...line.split(" "));
  const err = expect.stringMatching(/^error: [^\n]+\n(?:[^\n]+\n)?\(add --help for what is possible\)\n$/);
  expect(ended).toEqual({ code: 2, out: "", err });
});

test("without a command it says which there are, as wrong usage", async () => {
  const { code, out, err } = await runCommand();
  expect([code, out]).toEqual([2, ""]);
  for (const command of COMMANDS) expect(err).toMatch(new RegExp(`^ {2}${command} `, "m"));
});

test("--help says which commands there are, with exit codes and examples", async () => {
  const { code, out, err } = await runCommand("--help");
  expect([code, err]).toEqual([0, ""]);
  for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command} `, "m"));
  expect(out).toContain("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.");
});

test.for(COMMANDS)("%s --help says how to use it", async (command) => {
  const { code, out, err } = await runCommand(command, "--help");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(`Usage: eiger-monitor ${command} [options]`);
});

test("the built command can be run by itself, as an installed one is", async () => {
  const file = await readFile(new URL("../../../dist/node/cli.js", import.meta.url), "utf8");
  expect(file).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("--version is that of the package", async () => {
  const file = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(file);
  expect(await runCommand("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
});
