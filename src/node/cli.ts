#!/usr/bin/env node
import { fstatSync } from "node:fs";
import { runCommandLine } from "./commandLine.ts";
import { createTerminal } from "./terminal.ts";

const { stdout: out, stderr: err, env } = process;
const piped = fstatSync(1).isFIFO();
const terminal = createTerminal({ out, err, piped, colours: (env["NO_COLOR"] ?? "") === "" });
// A reader that goes away (`| head`) ends the command; it is no error.
for (const stream of [out, err]) stream.on("error", () => process.exit(0));
process.exitCode = await runCommandLine(process.argv, { terminal });
