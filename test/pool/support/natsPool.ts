import { connect } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import {
  joinAsCollectingNode,
  joinAsProcessingNode,
  type NatsPoolOptions,
} from "../../../src/pool/nats/index.ts";
import type { CollectingLink, NodeCounts, PoolReport, ProcessingLink } from "../../../src/pool/transport.ts";

type JoinOptions = Partial<NatsPoolOptions> & { readonly url: string };

/** Leases that no starved machine lets expire: tests where one expires name their own. */
const LEASE = 60_000;

let pools = 0;

/** A name that no other test has. */
export function newPool(): string {
  pools += 1;
  return `pool-${process.pid}-${pools}`;
}

export function poolOptions({ url, ...options }: JoinOptions): NatsPoolOptions {
  const terms = { nodePoolSize: 3, detector: "simulated", layers: "test", lease: LEASE };
  return { connect, server: { servers: url }, ...terms, ...options };
}

/** A collecting node's link; it is closed with the test. */
export async function collectingLink(options: JoinOptions): Promise<CollectingLink> {
  return closedWithTest(await joinAsCollectingNode(poolOptions(options)));
}

/** A processing node's link; it is closed with the test. */
export async function processingLink(options: JoinOptions): Promise<ProcessingLink> {
  return closedWithTest(await joinAsProcessingNode(poolOptions(options)));
}

export function closedWithTest<T extends { close(): Promise<void> }>(link: T): T {
  onTestFinished(() => link.close());
  return link;
}

const NO_COUNTS: NodeCounts = { taken: 0, sent: 0, skipped: 0, transitLost: 0 };

/** The report of an event with these data. */
export function dataReport(data: Readonly<Record<string, unknown>>) {
  return { kind: "data", eventId: null, data, counts: NO_COUNTS } as const;
}

export const ENDED = { kind: "ended", data: undefined, counts: NO_COUNTS } as const;

/** Reports one after another. */
export class Reports {
  readonly #reports: AsyncGenerator<PoolReport, void, void>;

  constructor(link: CollectingLink) {
    this.#reports = link.reports();
  }

  /** Undefined when the pool has ended. */
  async next(): Promise<PoolReport | undefined> {
    const { value } = await this.#reports.next();
    return value ?? undefined;
  }

  /** The next report of this kind; those before it are passed over. */
  async nextOf(kind: PoolReport["report"]["kind"]): Promise<PoolReport> {
    for (let report = await this.next(); report !== undefined; report = await this.next())
      if (report.report.kind === kind) return report;
    throw new Error(`the pool ended before a report ${kind}`);
  }

  /** All that come until the pool ends. */
  async rest(): Promise<readonly PoolReport[]> {
    const all: PoolReport[] = [];
    for await (const report of this.#reports) all.push(report);
    return all;
  }
}
