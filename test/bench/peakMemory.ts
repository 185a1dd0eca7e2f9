import { spawnSync } from "node:child_process";
import { pinned } from "./pinned.ts";

/** Peak resident memory of `eiger-monitor watch` over `count` images. MB */
export function peakMemory(source: string, { count }: { readonly count: number }): number {
  const report = new URL("./reportPeak.js", import.meta.url).pathname;
  const cli = new URL("../../dist/node/cli.js", import.meta.url).pathname;
  const watch = ["watch", source, "--count", `${count}`, "--json"];
  const [command, ...args] = pinned(1, [process.execPath, "--import", report, cli, ...watch]);
  const { stderr } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const [, kilobytes] = /peak (\d+) kB/.exec(stderr) ?? [];
  if (kilobytes === undefined) throw new Error(`watch did not run: ${stderr}`);
  return (Number(kilobytes) * 1024) / 1e6;
}
