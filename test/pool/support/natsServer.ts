import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where `npm test` unpacks Debian's. */
const UNPACKED = fileURLToPath(new URL("../../../build/debian/usr/sbin", import.meta.url));

/** Where nats-server is; undefined when it is not there. */
export function findNatsServer(): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const folders = [...path, "/usr/sbin", "/usr/local/sbin", UNPACKED];
  return folders.map((folder) => join(folder, "nats-server")).find(existsSync);
}

export interface NatsServerOptions {
  /** More lines of the server's configuration. */
  readonly configuration?: string;
  readonly jetStream?: boolean;
}

/** A nats-server of the machine, on loopback ports that are its own. */
export class NatsServer {
  readonly #folder: string;
  readonly #options: NatsServerOptions;
  #process: ChildProcess | undefined;
  #port = -1;
  #webSocketPort = -1;

  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const server = new NatsServer(await mkdtemp(join(tmpdir(), "nats-")), options);
    await server.start();
    return server;
  }

  private constructor(folder: string, options: NatsServerOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** For TCP. */
  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** For browsers. */
  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.#webSocketPort}`;
  }

  /** Again, after `kill`: on the same ports, with what JetStream has on the disk. */
  async start(): Promise<void> {
    const file = join(this.#folder, "nats.conf");
    await writeFile(file, this.#configuration());
    const child = spawn(findNatsServer() ?? "nats-server", ["-c", file], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process = child;
    // A test that is ended for taking too long leaves no server behind.
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.off("exit", kill));
    for await (const line of createInterface(child.stderr)) {
      const [, port] = line.match(/client connections on 127\.0\.0\.1:(\d+)/) ?? [];
      if (port !== undefined) this.#port = Number(port);
      const [, webSocket] = line.match(/websocket clients on ws:\/\/127\.0\.0\.1:(\d+)/) ?? [];
      if (webSocket !== undefined) this.#webSocketPort = Number(webSocket);
      if (line.includes("Server is ready")) break;
      if (line.includes("[FTL]")) throw new Error(line);
    }
    child.stderr.resume();
  }

  /** As by SIGKILL: nothing is said to the clients. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await closed;
  }

  /** Whatever JetStream has on the disk is gone; while the server is not running. */
  async forget(): Promise<void> {
    await rm(join(this.#folder, "jetstream"), { recursive: true });
  }

  /** And nothing is left of it. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #configuration(): string {
    const { jetStream = true, configuration = "" } = this.#options;
    return [
      `listen: "127.0.0.1:${this.#port}"`,
      `websocket { listen: "127.0.0.1:${this.#webSocketPort}", no_tls: true }`,
      ...(jetStream
        ? [`jetstream { store_dir: "${this.#folder}", max_memory_store: 16MB, max_file_store: 64MB }`]
        : []),
      configuration,
    ].join("\n");
  }
}
