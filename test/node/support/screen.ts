import { EventEmitter, once } from "node:events";
import { Writable } from "node:stream";

const ESCAPE = "\u001b";
const CLEAR_LINE = `${ESCAPE}[2K`;
const LINE_UP = `${ESCAPE}[1A`;

/** A stream that is a terminal of some width. */
export type TerminalStream = Writable & { readonly isTTY: true; readonly columns: number };

/** What a person sees: the few control sequences that we use, as a terminal obeys them. Any other one throws. */
export class Screen {
  /** All that was written, as it was. */
  written = "";
  readonly columns: number;
  readonly #changed = new EventEmitter();
  #rows = [""];
  #column = 0;

  constructor({ columns = 120 }: { readonly columns?: number } = {}) {
    this.columns = columns;
  }

  /** The rows, without blanks at their ends. */
  get rows(): readonly string[] {
    return this.#rows.map((row) => row.trimEnd());
  }

  /** A stream onto this screen, as standard output and standard error are. */
  stream(): TerminalStream {
    const write = (text: string, _encoding: unknown, done: () => void) => {
      this.written += text;
      for (let rest = text; rest !== ""; ) rest = this.#obey(rest);
      this.#changed.emit("change");
      done();
    };
    const stream = new Writable({ decodeStrings: false, write });
    return Object.assign(stream, { isTTY: true, columns: this.columns } as const);
  }

  /** Resolves when one of the rows looks like this. */
  async shows(pattern: RegExp): Promise<void> {
    while (!this.rows.some((row) => pattern.test(row))) await once(this.#changed, "change");
  }

  /** Draws the first character or sequence of `text`, and says what is left. */
  #obey(text: string): string {
    const colour = /^.\[\d+m/.exec(text)?.[0];
    if (text.startsWith(CLEAR_LINE)) return this.#clearLine(text);
    if (text.startsWith(LINE_UP)) return this.#lineUp(text);
    if (text.startsWith(ESCAPE) && colour !== undefined) return text.slice(colour.length);
    const [character = ""] = text;
    if (character === "\r") this.#column = 0;
    else if (character === "\n") this.#newRow();
    else if (/\p{Cc}/u.test(character)) throw new Error(`a terminal is told ${JSON.stringify(text)}`);
    else this.#draw(character);
    return text.slice(character.length);
  }

  #clearLine(text: string): string {
    this.#rows = this.#rows.with(-1, "");
    return text.slice(CLEAR_LINE.length);
  }

  /** From a row that was cleared only: it is as if it had never been. */
  #lineUp(text: string): string {
    if (this.#rows.length < 2 || this.#rows.at(-1) !== "")
      throw new Error("up from a row that shows something");
    this.#rows = this.#rows.slice(0, -1);
    return text.slice(LINE_UP.length);
  }

  #newRow(): void {
    this.#rows.push("");
    this.#column = 0;
  }

  #draw(character: string): void {
    if (this.#column === this.columns) this.#newRow();
    const row = (this.#rows.at(-1) ?? "").padEnd(this.#column);
    this.#rows = this.#rows.with(-1, row.slice(0, this.#column) + character + row.slice(this.#column + 1));
    this.#column += 1;
  }
}
