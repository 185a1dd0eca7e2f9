#!/usr/bin/env node
import { runCommandLine } from "./commandLine.ts";
import { createTerminal } from "./terminal.ts";

const { NO_COLOR = "" } = process.env;
const terminal = createTerminal({ out: process.stdout, err: process.stderr, colours: NO_COLOR === "" });
// A reader that goes away (`| head`) ends the command; it is no error.
process.stdout.on("error", () => process.exit(0));
process.exitCode = await runCommandLine(process.argv, { terminal });
