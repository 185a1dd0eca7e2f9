import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of somebody else's, of another origin, with the built viewer's files beside it: as many viewers as it has sources. */
export class EmbeddingPage {
  readonly #server: Server;
  #sources: readonly string[] = [];

  private constructor() {
    this.#server = createServer(async ({ url = "/" }, response) => {
      const name = /^\/viewer\/([\w-]+\.js)$/.exec(url)?.[1];
      const type = name === undefined ? "text/html; charset=utf-8" : "text/javascript";
      response.writeHead(200, { "Content-Type": type });
      response.end(name === undefined ? pageOf(this.#sources) : await viewerFile(name));
    });
  }

  static async serve(): Promise<EmbeddingPage> {
    const page = new EmbeddingPage();
    await new Promise<void>((resolve) => page.#server.listen(0, "127.0.0.1", resolve));
    return page;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Monitors to show from now on. */
  set sources(sources: readonly string[]) {
    this.#sources = sources;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function viewerFile(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../dist/viewer/${name}`, import.meta.url));
}

function pageOf(sources: readonly string[]): string {
  const viewers = sources.map((source) => `<eiger-viewer src="${source}"></eiger-viewer>`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A page with viewers</title>
    <link rel="icon" href="data:,">
    <style>eiger-viewer { display: block; height: 420px; }</style>
    <script type="module" src="/viewer/define.js"></script>
  </head>
  <body>${viewers.join("\n")}</body>
</html>`;
}
