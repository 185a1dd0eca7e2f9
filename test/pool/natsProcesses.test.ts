import { describe, expect, onTestFinished, test } from "vitest";
import { startCommand } from "../node/support/command.ts";
import { countingDcu } from "./support/countingDcu.ts";
import { newPool } from "./support/natsPool.ts";
import { findNatsServer, NatsServer } from "./support/natsServer.ts";
import { figuresOf, idsOf } from "./support/runs.ts";

/** Each starts several Node processes; a busy machine takes its time. */
const PATIENCE = { timeout: 180_000 };

describe.skipIf(findNatsServer() === undefined)("processes that meet at a NATS server", PATIENCE, () => {
  test("share an EIGER 1M at 200 Hz; one joins late, one is killed: no image twice, and the law is exact", async () => {
    const server = await NatsServer.start();
    onTestFinished(() => server.remove());
    const { dcu, source } = await countingDcu({ model: "eiger-1m", rate: 200 });
    const terms = ["-n", "4", "--transport", "nats", "--nats", server.url, "--pool", newPool()];
    const processing = (rank: number) =>
      startCommand("run", source, ...terms, "--role", "processing", "--rank", String(rank));
    const eventOf = (rank: number) => collecting.printed(new RegExp(`"kind":"event","rank":${rank},`));

    const collecting = startCommand("run", source, ...terms, "--json");
    const [killed, second] = [processing(1), processing(2)];
    await Promise.all([eventOf(1), eventOf(2)]);
    const late = processing(3);
    await eventOf(3);
    killed.process.kill("SIGKILL");
    await collecting.printed(/"rank":1,"state":"lost"/);
    const next = processing(1);
    await collecting.printed(/"rank":1,"state":"joined","restarts":1/);
    collecting.process.kill("SIGINT");

    const ended = await collecting.ended;
    expect([ended.code, (await second.ended).code, (await late.ended).code, (await next.ended).code]).toEqual(
      [130, 0, 0, 0],
    );
    const ids = idsOf(ended);
    expect(new Set(ids).size).toBe(ids.length);
    const figures = figuresOf(ended);
    expect(figures).toMatchObject({ collected: ids.length, skipped: 0, transitLost: 0, lost: 0, inDoubt: 1 });
    // The killed node had one image, or was waiting for one.
    expect([ids.length, ids.length + 1]).toContain(dcu.served);
    // Every image that the DCU exposed up to the last one was given away, or dropped.
    const exposed = Math.max(...ids.map((id) => Number(String(id).split("_")[1]))) + 1;
    expect(exposed).toBeLessThanOrEqual(dcu.served + dcu.dropped);
  });

  test("of three with any role one collects; a node that is interrupted leaves cleanly", async () => {
    const server = await NatsServer.start();
    onTestFinished(() => server.remove());
    const { dcu, source } = await countingDcu({ rate: 50 });
    const terms = ["-n", "3", "--transport", "nats", "--nats", server.url, "--pool", newPool()];
    const nodes = [0, 1, 2].map(() => startCommand("run", source, ...terms, "--role", "any", "--json"));
    const isCollecting = (node: (typeof nodes)[number]) =>
      node.printed(/"kind":"event","rank":2,/).then(() => node);
    const collecting = await Promise.any(nodes.map(isCollecting));
    const [first, second] = nodes.filter((node) => node !== collecting);
    first?.process.kill("SIGTERM");
    expect((await first?.ended)?.code).toBe(143);
    collecting.process.kill("SIGINT");
    const ended = await collecting.ended;
    expect([ended.code, (await second?.ended)?.code]).toEqual([130, 0]);
    expect(figuresOf(ended)).toMatchObject({ taken: dcu.served, collected: dcu.served, inDoubt: 0, lost: 0 });
    expect(new Set(idsOf(ended)).size).toBe(dcu.served);
  });
});
