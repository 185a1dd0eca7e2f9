import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { GuardedRun } from "../support/payload/guardedKernels.ts";

/** One input: a file, or a payload with what it should be. */
export type FuzzInput =
  | { readonly kind: "tiff"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "payload"; readonly run: GuardedRun };

/** The bytes that a mutator may change. */
export function bytesOf(input: FuzzInput): Uint8Array {
  return input.kind === "tiff" ? input.bytes : input.run.payload;
}

/** The same input with other bytes. */
export function withBytes(input: FuzzInput, bytes: Uint8Array<ArrayBuffer>): FuzzInput {
  return input.kind === "tiff"
    ? { kind: "tiff", bytes }
    : { kind: "payload", run: { ...input.run, payload: bytes } };
}

/** Reads a saved input: a TIFF as it is, a payload as JSON. */
export function loadInput(file: string): FuzzInput {
  if (file.endsWith(".tif")) return { kind: "tiff", bytes: new Uint8Array(readFileSync(file)) };
  const { payload, ...run } = JSON.parse(readFileSync(file, "utf8")) as Omit<GuardedRun, "payload"> & {
    readonly payload: string;
  };
  return { kind: "payload", run: { ...run, payload: new Uint8Array(Buffer.from(payload, "base64")) } };
}

/** Writes an input into `folder`, under a name of its content unless it has one; the file. */
export function saveInput(
  input: FuzzInput,
  options: { readonly folder: string; readonly name?: string },
): string {
  const { folder, name = createHash("sha256").update(textOf(input)).digest("hex").slice(0, 12) } = options;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${name}.${input.kind === "tiff" ? "tif" : "json"}`;
  writeFileSync(file, textOf(input));
  return file;
}

function textOf(input: FuzzInput): string | Uint8Array {
  if (input.kind === "tiff") return input.bytes;
  const { payload, ...run } = input.run;
  return `${JSON.stringify({ ...run, payload: Buffer.from(payload).toString("base64") }, null, 2)}\n`;
}

/** All inputs below `folder`, which has a folder for each class of them. */
export function loadCorpus(folder: string): readonly { readonly file: string; readonly input: FuzzInput }[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names
    .filter((name) => /\.(tif|json)$/.test(name))
    .map((name) => ({ file: `${folder}/${name}`, input: loadInput(`${folder}/${name}`) }));
}
