import { describe, expect, test } from "vitest";
import { PoolAccounts } from "../../src/pool/accounts.ts";
import type { NodeCounts, PoolReport } from "../../src/pool/index.ts";

function counts(counts: Partial<NodeCounts>): NodeCounts {
  return { taken: 0, sent: 0, skipped: 0, transitLost: 0, ...counts };
}

function accountsOf(...reports: readonly PoolReport["report"][]): PoolAccounts {
  const accounts = new PoolAccounts({ nodePoolSize: 2 });
  for (const report of reports) accounts.add({ rank: 1, report });
  return accounts;
}

const JOINED = { kind: "joined", restarts: 0 } as const;
const READY = { kind: "ready" } as const;

function data(eventId: string, made: NodeCounts): PoolReport["report"] {
  return { kind: "data", eventId, data: {}, counts: made };
}

/** taken = collected + skipped + transitLost + lost */
function expectLaw({ figures }: PoolAccounts): void {
  for (const { taken, collected, skipped, transitLost, lost } of [figures, ...figures.nodes]) {
    expect(collected + skipped + transitLost + lost).toBe(taken);
  }
}

describe("what became of images is exact", () => {
  test("for a node that ends as it should", () => {
    const last = counts({ taken: 4, sent: 2, skipped: 1, transitLost: 1 });
    const accounts = accountsOf(
      JOINED,
      READY,
      data("1_0", counts({ taken: 1, sent: 1 })),
      { kind: "skipped", eventId: "1_1", reason: "r", counts: counts({ taken: 2, sent: 1, skipped: 1 }) },
      data("1_3", last),
      { kind: "ended", data: undefined, counts: last },
    );
    accounts.close();
    const expected = { taken: 4, collected: 2, skipped: 1, transitLost: 1, lost: 0, inDoubt: 0 };
    expect(accounts.figures).toMatchObject({ ...expected, nodePoolSize: 2 });
    expect(accounts.node(1)).toEqual({
      ...expected,
      rank: 1,
      state: "ended",
      restarts: 0,
      lastEventId: "1_3",
    });
    expectLaw(accounts);
  });

  test("for a node that failed at an event: it had taken one that never came", () => {
    const accounts = accountsOf(JOINED, READY, data("1_0", counts({ taken: 1, sent: 1 })), {
      kind: "failed",
      error: { name: "RangeError", code: "UNKNOWN", message: "m" },
      counts: counts({ taken: 2, sent: 1 }),
    });
    expect(accounts.figures).toMatchObject({ taken: 2, collected: 1, lost: 1, inDoubt: 0 });
    expect(accounts.node(1).state).toBe("failed");
    expectLaw(accounts);
  });

  test("for a node that was killed: it may have held one event, and its next life counts anew", () => {
    const accounts = accountsOf(
      JOINED,
      READY,
      data("1_0", counts({ taken: 1, sent: 1 })),
      { kind: "lost", reason: "killed" },
      { kind: "joined", restarts: 1 },
      READY,
      data("1_2", counts({ taken: 1, sent: 1 })),
    );
    expect(accounts.node(1)).toMatchObject({
      taken: 2,
      collected: 2,
      inDoubt: 1,
      restarts: 1,
      state: "ready",
    });
    expectLaw(accounts);
  });

  test("for a node that was killed before it was ready: it held nothing", () => {
    const accounts = accountsOf(JOINED, { kind: "lost", reason: "killed" });
    expect(accounts.figures).toMatchObject({ taken: 0, inDoubt: 0 });
    expect(accounts.node(1).state).toBe("lost");
  });

  test("for a node that has not ended when the pool does", () => {
    const accounts = accountsOf(JOINED, READY);
    accounts.close();
    accounts.close();
    expect(accounts.node(1)).toMatchObject({ state: "lost", inDoubt: 1 });
  });

  test("for all nodes together", () => {
    const accounts = accountsOf(JOINED, READY, data("1_0", counts({ taken: 1, sent: 1 })));
    accounts.add({ rank: 2, report: data("1_1", counts({ taken: 3, sent: 1, transitLost: 2 })) });
    expect(accounts.figures).toMatchObject({ taken: 4, collected: 2, transitLost: 2 });
    expect(accounts.figures.nodes.map(({ rank }) => rank)).toEqual([1, 2]);
    expectLaw(accounts);
  });
});
