import { describe, expect, test } from "vitest";
import type { PoolReport } from "../../src/pool/index.ts";
import { ReportQueue } from "../../src/pool/reportQueue.ts";
import { hasEnded } from "../support/hasEnded.ts";

function report(rank: number): PoolReport {
  return { rank, report: { kind: "ready" } };
}

describe("a queue of reports", () => {
  test("keeps the sender waiting until the reader is done with its report", async () => {
    const queue = new ReportQueue();
    const sent = queue.push(report(1));
    const reports = queue.read();
    expect((await reports.next()).value).toEqual(report(1));
    expect(await hasEnded(sent)).toBe(false);
    const next = reports.next();
    await sent;
    queue.end();
    expect((await next).done).toBe(true);
  });

  test("gives what waits before it ends, and before it fails", async () => {
    const queue = new ReportQueue();
    void queue.push(report(1));
    void queue.push(report(2));
    queue.fail(new RangeError("no more"));
    const ranks: number[] = [];
    const reading = (async () => {
      for await (const { rank } of queue.read()) ranks.push(rank);
    })();
    await expect(reading).rejects.toThrow("no more");
    expect(ranks).toEqual([1, 2]);
  });

  test("lets senders go whose reports nobody will read", async () => {
    const queue = new ReportQueue();
    const [first, second] = [queue.push(report(1)), queue.push(report(2))];
    for await (const _ of queue.read()) break;
    await Promise.all([first, second, queue.push(report(3))]);
  });
});
