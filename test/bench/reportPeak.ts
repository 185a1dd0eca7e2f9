// Loaded into a process with --import: says at its end how much memory it took.
import { readFileSync } from "node:fs";

process.once("exit", () => {
  process.stderr.write(`peak ${peakKilobytes()} kB\n`);
});

/** By the kernel's own mark of this program; getrusage, the fallback, counts the parent that forked it as well. */
function peakKilobytes(): number {
  try {
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (peak !== undefined) return Number(peak);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return process.resourceUsage().maxRSS;
}
