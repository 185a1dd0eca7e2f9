import type { CDPSession, Page } from "playwright";

interface Usage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** What a page and its workers hold, by the debugger: objects, and the memory behind buffers and Wasm. */
export class Heap {
  readonly #session: CDPSession;
  readonly #workers: string[] = [];
  readonly #answers = new Map<number, (result: Usage) => void>();
  #calls = 0;

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on("Target.attachedToTarget", ({ sessionId }) => this.#workers.push(sessionId));
    session.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result } = JSON.parse(message);
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    });
  }

  static async of(page: Page): Promise<Heap> {
    const session = await page.context().newCDPSession(page);
    const heap = new Heap(session);
    await session.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return heap;
  }

  /** Bytes that are left after a collection. */
  async bytes(): Promise<Readonly<Record<string, number>>> {
    await this.#session.send("HeapProfiler.collectGarbage");
    const page = await this.#session.send("Runtime.getHeapUsage");
    const usages: [string, Usage][] = [["the page", page]];
    for (const [index, worker] of this.#workers.entries()) {
      await this.#ask(worker, "HeapProfiler.collectGarbage");
      usages.push([`worker ${index}`, await this.#ask(worker, "Runtime.getHeapUsage")]);
    }
    return Object.fromEntries(
      usages.flatMap(([name, { usedSize, backingStorageSize }]) => [
        [`objects of ${name}`, usedSize],
        [`buffers of ${name}`, backingStorageSize],
      ]),
    );
  }

  #ask(sessionId: string, method: string): Promise<Usage> {
    const id = ++this.#calls;
    const answer = new Promise<Usage>((resolve) => this.#answers.set(id, resolve));
    void this.#session.send("Target.sendMessageToTarget", {
      sessionId,
      message: JSON.stringify({ id, method }),
    });
    return answer;
  }
}
