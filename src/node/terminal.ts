import type { WriteStream } from "node:tty";
import { styleText } from "node:util";

/** Colours of the live line's first word. */
export type Colour = "green" | "yellow" | "red" | "dim";

/** Where a command writes: results to `out`, everything said to a person to `err`. */
export interface Terminal {
  /** One result line. Waits while the reader of a pipe is slower than we are. */
  print(line: string, options: { readonly signal?: AbortSignal }): Promise<void>;
  /** One line for a person. */
  say(line: string): void;
  /**
   * The live line, written over the one before, its first word in colour; nothing unless a person watches. It may have
   * several rows: those that fit are shown.
   */
  show(text: string, options?: { readonly colour?: Colour }): void;
  /** Does a person watch? Decides over colours and the live line. */
  readonly interactive: boolean;
  /** Would results go to the very screen that shows the live line? Then it stands for them. */
  readonly liveOnly: boolean;
}

type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">>;

const CLEAR_LINE = "\r\u001b[2K";
const LINE_UP = "\u001b[1A";

/**
 * @param options.piped results go to another program, which may write to the same screen: no live line then
 * @param options.colours none when the user says so (the variable NO_COLOR, no-color.org)
 */
export function createTerminal({
  out,
  err,
  piped = false,
  colours = true,
}: {
  readonly out: Output;
  readonly err: Output;
  readonly piped?: boolean;
  readonly colours?: boolean;
}): Terminal {
  const interactive = err.isTTY === true && !piped;
  let live = "";
  const clear = () => {
    if (live !== "") err.write(`${CLEAR_LINE}${`${LINE_UP}${CLEAR_LINE}`.repeat(rowsOf(live) - 1)}`);
  };
  return {
    interactive,
    liveOnly: interactive && out.isTTY === true,
    async print(line, { signal }) {
      // Results share the screen with the live line only where both are a terminal.
      if (out.isTTY === true) clear();
      if (!out.write(`${line}\n`)) await drained(out, signal);
      if (out.isTTY === true && live !== "") err.write(live);
    },
    say(line) {
      clear();
      err.write(`${line}\n`);
      if (live !== "") err.write(live);
    },
    show(text, { colour } = {}) {
      if (!interactive) return;
      clear();
      const shown = fitting(text, err);
      live = colours && colour !== undefined ? colourFirstWord(shown, colour) : shown;
      err.write(live);
    },
  };
}

/** What of a text a terminal can show; one that does not know its size says 0. */
function fitting(text: string, { columns, rows }: Output): string {
  const lines = text.split("\n").slice(0, Math.max((rows || 24) - 1, 1));
  return lines.map((line) => line.slice(0, (columns || 120) - 1)).join("\n");
}

function rowsOf(text: string): number {
  return text.split("\n").length;
}

/** Whether to colour is decided already, and not by standard output, to which `styleText` would look. */
function colourFirstWord(line: string, colour: Colour): string {
  return line.replace(/^\S+/, (word) => styleText(colour, word, { validateStream: false }));
}

/** Resolves when the stream takes more, when it is gone, or when `signal` aborts: the caller looks at both after. */
function drained(out: Output, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      out.off("drain", done);
      out.off("close", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    out.once("drain", done);
    out.once("close", done);
    signal?.addEventListener("abort", done);
  });
}
