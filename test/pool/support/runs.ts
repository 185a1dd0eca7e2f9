import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Ended } from "../../node/support/command.ts";
import { jsonLines } from "../../node/support/command.ts";

/** A folder with these files, by their names; it goes with the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "pool-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The last object that `run --json` prints: what became of every image. */
export function figuresOf(ended: Ended): Readonly<Record<string, unknown>> {
  const last = jsonLines(ended).at(-1);
  if (last?.["kind"] !== "end")
    throw new Error(`the figures are missing: ${ended.out.slice(-200)} ${ended.err}`);
  return last;
}

/** The ids of the events that `run --json` printed. */
export function idsOf(ended: Ended): readonly unknown[] {
  return jsonLines(ended).flatMap((line) => (line["kind"] === "event" ? [line["event_id"]] : []));
}
