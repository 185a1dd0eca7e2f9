#!/usr/bin/env node
import { fstatSync } from "node:fs";
import { runCommandLine } from "./commandLine.ts";
import { createTerminal } from "./terminal.ts";

const { stdout: out, stderr: err, env } = process;
const piped = fstatSync(1).isFIFO();
const terminal = createTerminal({ out, err, piped, colours: (env["NO_COLOR"] ?? "") === "" });
// A reader that goes away (`| head`) ends the command; it is no error. Results that cannot be written are one.
out.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  terminal.say(`eiger-monitor: results cannot be written: ${error.message}`);
  process.exit(1);
});
// Nobody listens to what is said beside the results: they go on all the same.
err.on("error", () => undefined);
process.exitCode = await runCommandLine(process.argv, { terminal });
