import { Command, CommanderError } from "commander";
import { isEigerMonitorError } from "../errors.ts";
import { decodeCommand } from "./commands/decode.ts";
import { runCommand } from "./commands/run.ts";
import { serveCommand } from "./commands/serve.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { startCommand } from "./commands/start.ts";
import { watchCommand } from "./commands/watch.ts";
import { InterruptedError } from "./interruption.ts";
import { packageVersion } from "./packageVersion.ts";
import type { Terminal } from "./terminal.ts";

const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Runs one command line and says its exit code: 0 done, 1 failed, 2 usage, 130 or 143 ended by a signal. */
export async function runCommandLine(
  argv: readonly string[],
  { terminal }: { terminal: Terminal },
): Promise<number> {
  const program = new Command("eiger-monitor")
    .description("Live images of DECTRIS EIGER detectors, and a simulated detector to try it on")
    .version(packageVersion())
    .showHelpAfterError("(add --help for what is possible)")
    .addHelpText("after", HELP);
  const commands = [startCommand, serveCommand, watchCommand, runCommand, simulateCommand, decodeCommand];
  for (const command of commands) {
    program.addCommand(command(terminal).copyInheritedSettings(program));
  }
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return EXIT.done;
  } catch (error) {
    return exitCode(error, terminal);
  }
}

const HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.

Examples:
  eiger-monitor start                                        a simulated detector, watched, and its viewer
  eiger-monitor serve --dcu http://DCU                       the viewer of a real one
  eiger-monitor watch http://DCU/monitor/api/1.8.0           a real one
  eiger-monitor run http://DCU -c monitor.yaml -n 4          OM's monitor, with four nodes
  eiger-monitor simulate --model eiger2-16m --rate 50        a detector for other programs
  eiger-monitor decode image.tif --png image.png             a file`;

function exitCode(error: unknown, terminal: Terminal): number {
  // Commander has said what was wrong already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof InterruptedError) return error.exitCode;
  terminal.say(`eiger-monitor: ${describeError(error)}`);
  return EXIT.failed;
}

/** What the system's refusals mean to a person. */
const SYSTEM_TEXTS: Readonly<Record<string, string>> = {
  EACCES: "is not permitted",
  EADDRINUSE: "is taken by another program; --port takes another one, 0 any that is free",
  EISDIR: "is a folder",
  ENOENT: "does not exist",
};

/** One line for what was to be expected (our errors, the system's); a stack only for a defect of ours. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [firstLine = ""] = error.message.split("\n");
  if (error.name.startsWith("Om")) return `${error.name}: ${firstLine}`;
  if (isEigerMonitorError(error)) return `${error.name} ${error.code}: ${firstLine}`;
  return isSystemError(error) ? describeSystemError(error, firstLine) : (error.stack ?? error.message);
}

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return "syscall" in error;
}

function describeSystemError(error: NodeJS.ErrnoException, message: string): string {
  const text = SYSTEM_TEXTS[error.code ?? ""];
  const subject = error.path ?? ("port" in error ? `port ${error.port}` : undefined);
  return text === undefined || subject === undefined ? message : `${subject} ${text}`;
}
