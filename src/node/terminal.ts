import type { WriteStream } from "node:tty";

/** Where a command writes: results to `out`, everything said to a person to `err`. */
export interface Terminal {
  /** One result line. Waits while the reader of a pipe is slower than we are. */
  print(line: string, options: { readonly signal?: AbortSignal }): Promise<void>;
  /** One line for a person. */
  say(line: string): void;
  /** The live line, written over the one before; nothing unless a person watches. */
  show(line: string): void;
  /** Does a person watch? Decides over colours and the live line. */
  readonly interactive: boolean;
}

type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

const CLEAR_LINE = "\r\u001b[2K";

export function createTerminal({ out, err }: { readonly out: Output; readonly err: Output }): Terminal {
  let live = "";
  const clear = () => {
    if (live !== "") err.write(CLEAR_LINE);
  };
  return {
    interactive: err.isTTY === true,
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
    show(line) {
      if (err.isTTY !== true) return;
      clear();
      live = line.slice(0, (err.columns ?? 120) - 1);
      err.write(live);
    },
  };
}

/** Resolves when the stream takes more, when it is gone, or when `signal` aborts: the caller looks at both after. */
function drained(out: Output, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
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
