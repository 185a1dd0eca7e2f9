import type { Socket } from "node:net";
import { buildTiff, dectrisEntries } from "../../support/tiffBuilder.ts";
import { head, type WireServer, wireServer } from "../../support/wireServer.ts";

/** A monitor on the wire whose buffer a test fills and empties as it likes, and which cuts what the test wants cut. */
export class ListingMonitor {
  /** What it has, by `series/image/threshold`, oldest first. */
  readonly images = new Map<string, Uint8Array>();
  /** How often an image is still to be cut in the middle of its body. */
  readonly cuts = new Map<string, number>();
  /** Listed, and not there. */
  readonly ghosts = new Set<string>();
  /** So many requests for the list are answered with 500. */
  failures = 0;
  #server: WireServer | undefined;

  get url(): string {
    return `${this.#server?.url}/monitor/api/1.8.0`;
  }

  /** `list`, or `series/image[/threshold]`, as they were asked for. */
  get asked(): readonly string[] {
    return (this.#server?.requests ?? []).map((request) => addressOf(request) || "list");
  }

  async serve(): Promise<this> {
    this.#server = await wireServer((socket, request) => this.#answer(socket, addressOf(request)));
    return this;
  }

  /** Puts images of one series into the buffer. */
  add(series: number, images: readonly number[], { thresholds = [1], uniqueId = `S${series}` } = {}): void {
    for (const image of images) {
      for (const threshold of thresholds) {
        const dectris = dectrisEntries({ series, image, threshold, uniqueId });
        this.images.set(`${series}/${image}/${threshold}`, buildTiff({ dectris }));
      }
    }
  }

  #answer(socket: Socket, address: string): void {
    const [key = "", file] = [...this.images].find(([id]) => `${id}/`.startsWith(`${address}/`)) ?? [];
    const cuts = this.cuts.get(key) ?? 0;
    if (address === "" && this.failures-- > 0) reply(socket, "500 Internal Server Error", Buffer.alloc(0));
    else if (address === "") reply(socket, "200 OK", Buffer.from(JSON.stringify(this.#list())));
    else if (file === undefined) reply(socket, "404 Not Found", Buffer.alloc(0));
    else if (cuts === 0) reply(socket, "200 OK", file);
    else {
      this.cuts.set(key, cuts - 1);
      socket.write(head("200 OK", { "Content-Length": file.length }));
      socket.end(file.subarray(0, file.length / 2));
    }
  }

  #list(): readonly (readonly [number, readonly number[]])[] {
    const series = new Map<number, Set<number>>();
    for (const id of [...this.ghosts, ...this.images.keys()]) {
      const [number = 0, image = 0] = id.split("/").map(Number);
      series.set(number, (series.get(number) ?? new Set()).add(image));
    }
    return [...series].map(([number, images]) => [number, [...images].sort((a, b) => a - b)]);
  }
}

function addressOf(request: string): string {
  return /^GET \S*\/images\/(\S*) /.exec(request)?.[1] ?? "unknown";
}

function reply(socket: Socket, status: string, body: Uint8Array): void {
  socket.write(Buffer.concat([Buffer.from(head(status, { "Content-Length": body.length })), body]));
}
