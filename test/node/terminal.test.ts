import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createTerminal } from "../../src/node/terminal.ts";
import { hasEnded } from "../support/hasEnded.ts";
import { Screen } from "./support/screen.ts";

describe("where nobody watches", () => {
  test("there is plain text only: results to one stream, words to the other", async () => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const terminal = createTerminal({ out, err });
    terminal.show("live  1_0", { colour: "green" });
    await terminal.print("first result", {});
    terminal.say("a word");
    terminal.show("live  1_1", { colour: "green" });
    await terminal.print("second result", {});
    terminal.show("");
    expect(terminal.interactive).toBe(false);
    out.end();
    err.end();
    expect([await text(out), await text(err)]).toEqual(["first result\nsecond result\n", "a word\n"]);
  });

  test("because results go to another program, there is no live line on the screen that both may share", async () => {
    const screen = new Screen();
    const terminal = createTerminal({ out: new PassThrough(), err: screen.stream(), piped: true });
    terminal.show("live  1_0", { colour: "green" });
    terminal.say("a word");
    expect([terminal.interactive, screen.written]).toEqual([false, "a word\n"]);
  });
});

describe("the live line", () => {
  test("is replaced where it stands, also by a shorter one, and goes when it is empty", () => {
    const screen = new Screen();
    const terminal = createTerminal({ out: screen.stream(), err: screen.stream() });
    expect([terminal.interactive, terminal.liveOnly]).toEqual([true, true]);
    for (const line of ["connecting  no image yet", "live  1_0", "live  1_1  10.0/s"]) {
      terminal.show(line);
      expect(screen.rows).toEqual([line]);
    }
    terminal.show("");
    expect(screen.rows).toEqual([""]);
  });

  test("may have several rows, of which those that fit are shown", async () => {
    const screen = new Screen({ columns: 20 });
    const err = Object.assign(screen.stream(), { rows: 4 });
    const terminal = createTerminal({ out: screen.stream(), err });
    terminal.say("before");
    terminal.show("pool\n1  ready\n2  starting, and much more\n3  is too much", { colour: "green" });
    expect(screen.rows).toEqual(["before", "pool", "1  ready", "2  starting, and mu"]);
    terminal.say("node 1 is lost");
    terminal.show("pool\n1  lost");
    expect(screen.rows).toEqual(["before", "node 1 is lost", "pool", "1  lost"]);
    await terminal.print("a result", {});
    terminal.show("");
    expect(screen.rows).toEqual(["before", "node 1 is lost", "a result", ""]);
  });

  test("stays below what is printed and said", async () => {
    const screen = new Screen();
    const terminal = createTerminal({ out: screen.stream(), err: screen.stream() });
    terminal.say("before");
    terminal.show("live  1_0", { colour: "green" });
    await terminal.print("a result", {});
    expect(screen.rows).toEqual(["before", "a result", "live  1_0"]);
    terminal.say("a word");
    expect(screen.rows).toEqual(["before", "a result", "a word", "live  1_0"]);
    terminal.show("");
    terminal.say("the last word");
    await terminal.print("the last result", {});
    expect(screen.rows).toEqual(["before", "a result", "a word", "the last word", "the last result", ""]);
  });

  test("is not touched by results that go to a file", async () => {
    const [screen, out] = [new Screen(), new PassThrough()];
    const terminal = createTerminal({ out, err: screen.stream() });
    terminal.show("live  1_0");
    expect([terminal.interactive, terminal.liveOnly]).toEqual([true, false]);
    const { written } = screen;
    await terminal.print("a result", {});
    expect([screen.written, out.read()?.toString()]).toEqual([written, "a result\n"]);
  });

  test("is cut to fit the width, so that it never takes two rows", () => {
    const screen = new Screen({ columns: 20 });
    const terminal = createTerminal({ out: screen.stream(), err: screen.stream() });
    for (const colour of ["green", "red"] as const) {
      terminal.show("unreachable  1_0  10.0/s  92 MB/s", { colour });
      expect(screen.rows).toEqual(["unreachable  1_0  1"]);
    }
  });

  test("is whole on a terminal that does not know its width", () => {
    const screen = new Screen({ columns: 0 });
    createTerminal({ out: screen.stream(), err: screen.stream() }).show("live  1_0");
    expect(screen.written).toBe("live  1_0");
  });

  test("has its first word in colour, and only that", () => {
    const screen = new Screen();
    createTerminal({ out: screen.stream(), err: screen.stream() }).show("live  1_0", { colour: "green" });
    expect(screen.written).toBe("\u001b[32mlive\u001b[39m  1_0");
  });

  test("has no colours where the user wants none", () => {
    const screen = new Screen();
    const terminal = createTerminal({ out: screen.stream(), err: screen.stream(), colours: false });
    terminal.show("live  1_0", { colour: "green" });
    expect(screen.written).toBe("live  1_0");
  });
});

describe("a result line that the reader is too slow for", () => {
  /** A terminal whose reader takes nothing until it is told to. */
  function slowReader() {
    const taken: (() => void)[] = [];
    const write = (_text: unknown, _encoding: unknown, done: () => void) => void taken.push(done);
    const out = new Writable({ highWaterMark: 1, write });
    const terminal = createTerminal({ out, err: new PassThrough() });
    return { out, terminal, read: () => taken.shift()?.() };
  }

  test("is waited for", async () => {
    const { terminal, read } = slowReader();
    const printed = terminal.print("a result", {});
    expect(await hasEnded(printed)).toBe(false);
    read();
    await printed;
  });

  test("is not waited for once the reader is gone", async () => {
    const { out, terminal } = slowReader();
    const printed = terminal.print("a result", {});
    out.destroy();
    await printed;
    expect([out.listenerCount("drain"), out.listenerCount("close")]).toEqual([0, 0]);
  });

  test("is not waited for after an abort, be it before or during the wait", async () => {
    const { out, terminal } = slowReader();
    const controller = new AbortController();
    const printed = terminal.print("a result", { signal: controller.signal });
    expect(await hasEnded(printed)).toBe(false);
    controller.abort();
    await printed;
    await terminal.print("another", { signal: controller.signal });
    expect([out.listenerCount("drain"), out.listenerCount("close")]).toEqual([0, 0]);
  });
});
