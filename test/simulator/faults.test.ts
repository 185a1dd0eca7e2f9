import { describe, expect, test } from "vitest";
import {
  type FaultRule,
  type FaultScript,
  type InjectedFault,
  proveFaultScript,
  SimulatedDcu,
} from "../../src/simulator/index.ts";

const NEXT = "http://dcu.test/monitor/api/1.8.0/images/next?timeout=0";

/** What happened to so many requests in one process, and what was said of it. */
async function run(script: FaultScript, requests: number) {
  const told: InjectedFault[] = [];
  const options = { model: "eiger2-250k", bitDepth: 8, pattern: "ramp", auto: false } as const;
  const dcu = new SimulatedDcu({ ...options, faults: script, onFault: (fault) => void told.push(fault) });
  const outcomes: (number | string)[] = [];
  for (let request = 0; request < requests; request++) {
    const outcome = await dcu.fetch(NEXT).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    outcomes.push(outcome);
  }
  return { outcomes, told, counts: dcu.faults };
}

describe("a script of faults", () => {
  test.each<[string, unknown, string]>([
    ["no object", 5, "expected Object"],
    ["an unknown key", { faults: [], seeed: 1 }, "seeed"],
    [
      "an unknown kind",
      { faults: [{ do: { kind: "explode" } }] },
      'faults.0.do.kind is "explode"; expected (',
    ],
    ["a wrong type", { faults: [{ on: { nth: "two" }, do: { kind: "empty" } }] }, "faults.0.on.nth"],
    [
      "no probability",
      { faults: [{ on: { probability: 2 }, do: { kind: "empty" } }] },
      "faults.0.on.probability",
    ],
    ["a status that is none", { faults: [{ do: { kind: "status", status: 99 } }] }, "faults.0.do.status"],
    ["a negative seed", { seed: -1, faults: [] }, "seed is -1; expected"],
  ])("with %s is refused: where, what is there, what is expected", (_, script, text) => {
    const refused = () => proveFaultScript(script);
    expect(refused).toThrow(expect.objectContaining({ code: "FAULT_SCRIPT" }));
    expect(refused).toThrow(text);
  });

  test("brings the same faults with the same seed, and others with another one", async () => {
    const faults: FaultRule[] = [
      { on: { probability: 0.3 }, do: { kind: "status", status: 503 } },
      { on: { probability: 0.3 }, do: { kind: "reset", at: "accept" } },
    ];
    const [first, again, other] = [
      await run({ seed: 7, faults }, 200),
      await run({ seed: 7, faults }, 200),
      await run({ seed: 8, faults }, 200),
    ];
    expect(again).toEqual(first);
    expect(other.outcomes).not.toEqual(first.outcomes);
    expect(new Set(first.outcomes)).toEqual(new Set([503, 408, "fetch failed"]));
  });

  test("counts each fault and tells of it as it happens", async () => {
    const faults: FaultRule[] = [
      { on: { route: "images/next", every: 3 }, do: { kind: "status", status: 500 } },
      { on: { nth: [1, 6], method: "GET" }, do: { kind: "page" } },
    ];
    const { outcomes, counts, told } = await run({ faults }, 6);
    // The sixth fits both: the first rule is used.
    expect(outcomes).toEqual([200, 408, 500, 408, 408, 500]);
    expect(counts).toEqual({ page: 1, status: 2 });
    expect(told.map(({ fault, request }) => `${fault.kind} ${request}`)).toEqual([
      "page 1",
      "status 3",
      "status 6",
    ]);
  });
});
