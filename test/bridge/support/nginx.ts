import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const CONFIGURATION: string = readFileSync(
  new URL("../../../docs/nginx.conf", import.meta.url),
  "utf8",
);

/** Where `npm test` unpacks Debian's. */
const UNPACKED = fileURLToPath(new URL("../../../build/debian/usr/sbin", import.meta.url));

/** Where nginx is; undefined when it is not there. */
export function findNginx(): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const folders = [...path, "/usr/sbin", "/usr/local/sbin", UNPACKED];
  return folders.map((folder) => join(folder, "nginx")).find(existsSync);
}

/** Runs the sample configuration before this DCU, on a free port and with a viewer of two files; it ends with the test. */
export async function servedByNginx(program: string, { dcu }: { readonly dcu: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nginx-"));
  const port = await freePort();
  await mkdir(join(folder, "web/assets"), { recursive: true });
  await writeFile(join(folder, "web/index.html"), "<!doctype html>");
  await writeFile(join(folder, "web/assets/decoder-12345678.wasm"), "\0asm");
  await writeFile(join(folder, "nginx.conf"), configuration({ folder, port, dcu }));
  const child = spawn(program, ["-p", folder, "-c", "nginx.conf", "-e", "error.log"], { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  ended.catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([isUp(url), ended.then(() => Promise.reject(new Error("nginx has ended")))]);
  return url;
}

/** The sample with its places to set filled in, and nothing of it outside the folder. */
function configuration({ folder, port, dcu }: { folder: string; port: number; dcu: string }): string {
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return [
    "daemon off; pid nginx.pid;",
    // Started as root it would give itself to a user who cannot read the folder.
    ...(process.getuid?.() === 0 ? ["user root;"] : []),
    CONFIGURATION.replace("server dcu:80;", `server ${new URL(dcu).host};`)
      .replaceAll("listen 127.0.0.1:8080", `listen 127.0.0.1:${port}`)
      .replace("root /srv/eiger-monitor/web;", `root ${folder}/web;`)
      .replace("http {", `http {\n access_log off;\n ${places.join(" ")}`),
  ].join("\n");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isUp(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nginx does not answer");
}
