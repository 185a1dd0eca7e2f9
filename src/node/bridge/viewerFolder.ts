import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isPlainTarget, type ViewerFile, type ViewerFiles } from "../../bridge/index.ts";
import { EigerMonitorError } from "../../errors.ts";

/** Where `npm run build` puts the viewer. */
export const BUILT_VIEWER: string = fileURLToPath(new URL("../../../dist/web/", import.meta.url));

/** What a viewer is made of; files of other kinds (maps of the sources) are not served. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json; charset=utf-8",
  woff2: "font/woff2",
};

const MOST_FILES = 1000;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads the built viewer, once; undefined when it is not there. Links, hidden files and names that need escaping are left
 * out.
 * @throws {EigerMonitorError} VIEWER_TOO_LARGE: that is no viewer
 */
export async function readViewerFolder(folder: string): Promise<ViewerFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw error;
    },
  );
  const files = new Map<string, ViewerFile>();
  let bytes = 0;
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const type = TYPES[entry.name.split(".").at(-1) ?? ""];
    if (type === undefined || path.includes("/.") || !isPlainTarget(path)) continue;
    files.set(path, { type, bytes: new Uint8Array(await readFile(file)) });
    bytes += files.get(path)?.bytes.length ?? 0;
    if (files.size > MOST_FILES || bytes > MOST_BYTES) {
      throw new EigerMonitorError("VIEWER_TOO_LARGE", `${folder} holds more than a viewer has`);
    }
  }
  return files.has("/index.html") ? files : undefined;
}
