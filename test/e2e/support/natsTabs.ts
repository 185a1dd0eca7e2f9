import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const ENTRY = fileURLToPath(new URL("./natsTabWorker.ts", import.meta.url));
const PAGE = "<!doctype html><title>A node</title>";

/** A site whose pages can start a worker, bundled as a site would do it. */
export class NatsTabs {
  readonly origin: string;
  readonly #close: () => void;

  static async serve(): Promise<NatsTabs> {
    const worker = await bundledWorker();
    const server = createServer(({ url }, response) => {
      const isWorker = url === "/worker.js";
      response.setHeader("Content-Type", isWorker ? "text/javascript" : "text/html");
      response.end(isWorker ? worker : PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new NatsTabs(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.close();
      server.closeAllConnections();
    });
  }

  private constructor(origin: string, close: () => void) {
    this.origin = origin;
    this.#close = close;
  }

  close(): void {
    this.#close();
  }
}

async function bundledWorker(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: { write: false, target: "es2022", lib: { entry: ENTRY, formats: ["es"], fileName: "worker" } },
  });
  const { output } = [built].flat()[0] as Rolldown.RolldownOutput;
  return output[0].code;
}
