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
  /** The live line, written over the one before, its first word in colour; nothing unless a person watches. */
  show(line: string, options?: { readonly colour?: Colour }): void;
  /** Does a person watch? Decides over colours and the live line. */
  readonly interactive: boolean;
  /** Would results go to the very screen that shows the live line? Then it stands for them. */
  readonly liveOnly: boolean;
}

type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

const CLEAR_LINE = "\r\u001b[2K";

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
    if (live !== "") err.write(CLEAR_LINE);
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
    show(line, { colour } = {}) {
      if (!interactive) return;
      clear();
      // A terminal that does not know its width says 0.
      const fitting = line.slice(0, (err.columns || 120) - 1);
      live = colours && colour !== undefined ? colourFirstWord(fitting, colour) : fitting;
      err.write(live);
    },
  };
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
