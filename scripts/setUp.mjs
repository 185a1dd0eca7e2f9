// What a fresh machine lacks: node_modules, the compiled decoder, dist/. Each step is skipped when it is done already.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command, its output on stderr: stdout belongs to what the user asked for. */
export function run(command, args, options = {}) {
  execFileSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
}

export function installPackages() {
  const lock = `${root}package-lock.json`;
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing packages (once) …");
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
}

export function buildDecoder() {
  run(process.execPath, ["scripts/buildWasm.mjs"]);
}

export function buildLibrary() {
  buildDecoder();
  if (
    existsSync(`${root}dist/node/cli.js`) &&
    isNewer(`${root}build/dist.stamp`, Math.max(newestIn(`${root}src`), newestIn(`${root}web`)))
  )
    return;
  console.error("Building …");
  run(process.execPath, ["scripts/build.mjs"]);
}

/** Installs Debian packages that are missing, where that can be done without asking; says whether all are there. */
export function installDebianPackages(names) {
  if (spawnSync("dpkg-query", ["--version"]).error !== undefined) return false;
  const missing = names.filter((name) => {
    const { stdout } = spawnSync("dpkg-query", ["--status", name], { encoding: "utf8" });
    return !stdout.includes("Status: install ok installed");
  });
  if (missing.length === 0) return true;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "apt-get", "-qq", ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    return spawnSync(command, rest, { stdio: ["ignore", "ignore", 2], env }).status === 0;
  };
  console.error(`Installing for the tests: ${missing.join(", ")} …`);
  return apt("update") && apt("install", "-y", "--no-install-recommends", ...missing);
}

/** The files of a Debian package in build/debian, without installing it: a server would start. Does nothing where there is no apt. */
export function unpackDebianPackage(name, file) {
  const folder = `${root}build/debian`;
  if (existsSync(`${folder}${file}`) || existsSync(file)) return;
  if (spawnSync("dpkg-deb", ["--version"]).error !== undefined) return;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("apt-get", ["-qq", "download", name], { cwd: folder, stdio: "ignore" });
  const [archive] = readdirSync(folder).filter((entry) => entry.startsWith(`${name}_`));
  if (status === 0 && archive !== undefined) spawnSync("dpkg-deb", ["-x", archive, "."], { cwd: folder });
}

function newestIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(
    ...files.map((entry) => statSync(`${entry.parentPath ?? entry.path}/${entry.name}`).mtimeMs),
  );
}

function isNewer(file, time) {
  return existsSync(file) && statSync(file).mtimeMs > time;
}
