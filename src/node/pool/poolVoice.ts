import type { PoolFigures, PoolReport } from "../../pool/index.ts";
import type { Broadcast } from "../../processing/index.ts";
import type { Terminal } from "../terminal.ts";
import { troubles } from "./poolTable.ts";

/** What a pool says: results to standard output, and to a person what happens to its nodes. */
export class PoolVoice {
  readonly #terminal: Terminal;
  readonly #json: boolean;
  readonly #signal: AbortSignal;
  /** Lines of processing layers that are not written yet: a node says few before its report is awaited. */
  readonly #lines: string[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: {
    readonly terminal: Terminal;
    readonly json: boolean;
    readonly signal: AbortSignal;
  }) {
    this.#terminal = options.terminal;
    this.#json = options.json;
    this.#signal = options.signal;
  }

  /** Would the lines of every event be read by nobody? */
  get quiet(): boolean {
    return this.#json || this.#terminal.liveOnly;
  }

  /** A line of a processing layer. */
  line(line: string): void {
    if (this.#json) this.#lines.push(JSON.stringify({ kind: "line", line }));
    else if (this.#terminal.liveOnly) this.#terminal.say(line);
    else this.#lines.push(line);
  }

  /** Says where the viewer is. */
  async viewer(page: string): Promise<void> {
    this.#terminal.say(`viewer: ${page}`);
    this.#object({ kind: "viewer", page });
    await this.flush();
  }

  broadcast({ tag, data }: Broadcast): void {
    if (this.#json) this.#lines.push(JSON.stringify({ kind: "broadcast", tag, data }, plainly));
  }

  /** Says what a report means; resolves once a slow reader has taken it. */
  async report({ rank, report }: PoolReport): Promise<void> {
    if (report.kind === "data") {
      const { timestamp = null } = report.data;
      this.#object({ kind: "event", rank, event_id: report.eventId, timestamp });
    } else {
      const words = wordsOf({ rank, report });
      if (words !== undefined) this.#terminal.say(words);
      this.#object({ kind: "node", rank, state: report.kind, ...detailsOf(report) });
    }
    await this.flush();
  }

  /** Writes what waits; one line after the other, however many ask for it. */
  async flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift())
      await this.#terminal.print(line, { signal: this.#signal });
  }

  /** The last word: what became of every image. */
  async end(
    figures: PoolFigures,
    { seconds, dropped }: { readonly seconds: number; readonly dropped: number | undefined },
  ): Promise<void> {
    this.#object({ kind: "end", seconds, dropped: dropped ?? null, ...figures });
    await this.flush();
    const rate = `${(figures.collected / seconds).toFixed(1)}/s`;
    const byDcu = dropped === undefined || dropped === 0 ? [] : [`${dropped} dropped by the DCU`];
    const others = [...byDcu, ...troubles(figures).map(([count, what]) => `${count} ${what}`)];
    const taken = `${figures.taken} images taken, ${figures.collected} events collected`;
    this.#terminal.show("");
    this.#terminal.say([`${taken} in ${seconds.toFixed(1)} s (${rate})`, ...others].join("; "));
    for (const node of figures.nodes) this.#terminal.say(summary(node));
  }

  #object(fields: Readonly<Record<string, unknown>>): void {
    if (this.#json) this.#lines.push(JSON.stringify(fields, plainly));
  }
}

function summary(node: PoolFigures["nodes"][number]): string {
  const { rank, taken, collected, lastEventId, restarts, state } = node;
  const last = lastEventId === null ? [] : [`last ${lastEventId}`];
  const again = restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? "restart" : "restarts"}`];
  const others = [...last, ...again, ...troubles(node).map(([count, what]) => `${count} ${what}`), state];
  return `  node ${rank}: ${taken} taken, ${collected} collected; ${others.join("; ")}`;
}

/** Undefined where nobody needs to be told. */
function wordsOf({ rank, report }: PoolReport): string | undefined {
  switch (report.kind) {
    case "joined":
      return report.restarts === 0 ? undefined : `node ${rank} starts again (restart ${report.restarts})`;
    case "lost":
      return `node ${rank} is lost: ${report.reason}`;
    case "failed":
      return `node ${rank} failed: ${report.error.name}: ${report.error.message}`;
    case "skipped":
      return `Skipping event ${report.eventId ?? "without id"} on node ${rank}: ${report.reason}`;
    default:
      return undefined;
  }
}

function detailsOf(report: PoolReport["report"]): Readonly<Record<string, unknown>> {
  switch (report.kind) {
    case "joined":
      return { restarts: report.restarts };
    case "lost":
      return { reason: report.reason };
    case "failed":
      return { reason: `${report.error.name}: ${report.error.message}` };
    case "skipped":
      return { event_id: report.eventId, reason: report.reason };
    default:
      return {};
  }
}

/** JSON has no integers beyond 2⁵³, and pictures are not for lines. */
function plainly(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return ArrayBuffer.isView(value) ? `${value.constructor.name}, ${value.byteLength} bytes` : value;
}
