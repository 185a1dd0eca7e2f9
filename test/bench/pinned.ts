import { spawnSync } from "node:child_process";

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
