import type { BridgeClock } from "./clock.ts";

/** Lines in a window; whoever sends rubbish all day does not fill a disk with it. */
const MOST_LINES = 20;
/** Milliseconds. */
const WINDOW = 1000;
const LONGEST_LINE = 300;

/** One line, safe to print: what is no visible ASCII character is written as its code. */
function printable(text: string): string {
  const escaped = text.replace(/[^\x20-\x7e]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return escaped.length > LONGEST_LINE ? `${escaped.slice(0, LONGEST_LINE)}…` : escaped;
}

/** What the bridge says to whoever runs it. */
export class BridgeLog {
  readonly #clock: BridgeClock;
  readonly #print: (line: string) => void;
  #begun = Number.NEGATIVE_INFINITY;
  #lines = 0;

  constructor({ clock, print }: { readonly clock: BridgeClock; readonly print: (line: string) => void }) {
    this.#clock = clock;
    this.#print = print;
  }

  say(line: string): void {
    const time = this.#clock.now();
    if (time - this.#begun >= WINDOW) {
      if (this.#lines > MOST_LINES) this.#print(`${this.#lines - MOST_LINES} more lines like these`);
      this.#begun = time;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines <= MOST_LINES) this.#print(printable(line));
  }
}
