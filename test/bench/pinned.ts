import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

const taskset = spawnSync("taskset", ["--version"]).error === undefined;

/** Is there a way to keep a process on one core? */
export const canPin: boolean = taskset;

/** A command line that stays on one core, where the system offers that. */
export function pinned(
  core: number,
  [command = "", ...args]: readonly string[],
): readonly [string, ...string[]] {
  return taskset ? ["taskset", "-c", `${core}`, command, ...args] : [command, ...args];
}

/** Lets this process, and what it starts from now on, use every core again. */
export function onAllCores(): void {
  const last = cpus().length - 1;
  if (taskset) spawnSync("taskset", ["-a", "-c", "-p", `0-${last}`, `${process.pid}`]);
}
