import dns from "node:dns";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { serveDcu } from "../../src/node/dcuServer.ts";
import { socketImageTransport } from "../../src/node/socketImageTransport.ts";
import { AwaitedClock } from "../om/support/awaitedClock.ts";
import { rampPixels } from "../om/support/rampImage.ts";
import { handlerFor, takeEvents } from "../om/support/retrieval.ts";
import { servedDcu, watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { head, wireServer } from "../support/wireServer.ts";
import { faultRun, onImage, TRANSPORTS } from "./support/faultRun.ts";

const NAME = "dcu.test";

/** Lets the system's name server say this of {@link NAME}; undefined: it does not know it. */
function nameServer(answer: () => string | undefined): { readonly asked: Promise<void> } {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const { lookup } = dns;
  const spy = vi.spyOn(dns, "lookup");
  onTestFinished(() => spy.mockRestore());
  const answered = (name: string, options: dns.LookupOptions, callback: (...result: unknown[]) => void) => {
    // Addresses are none of its business.
    if (name !== NAME) return Reflect.apply(lookup, dns, [name, options, callback]);
    tell();
    const address = answer();
    if (address === "silence") return undefined;
    if (address === undefined) {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
      process.nextTick(() => callback(error));
    } else if (options.all === true) process.nextTick(() => callback(null, [{ address, family: 4 }]));
    else process.nextTick(() => callback(null, address, 4));
    return undefined;
  };
  spy.mockImplementation(answered as typeof dns.lookup);
  return { asked };
}

describe.each(TRANSPORTS)("over %s:", (_, transport) => {
  test("F01 connection refused: unreachable, and on again when somebody listens", async () => {
    const run = await faultRun({ imageTransport: transport({}), random: Math.random });
    run.expose(1);
    await run.next();
    await run.served.close();
    const next = run.next();
    const refused = async () => {
      for (let count = 1; ; count++) if ((await run.failed(count)).kind === "REFUSED") return;
    };
    await refused();
    expect(run.states.names.at(-1)).toBe("unreachable");
    const again = await serveDcu(run.served.dcu, { port: Number(new URL(run.served.url).port) });
    onTestFinished(() => again.close());
    run.served.dcu.expose();
    expect(await next).toBe("1_1");
    expect(run.states.names).toEqual(["connecting", "live", "unreachable", "live"]);
    expect(run.faults.every(({ retryIn }) => retryIn !== null && retryIn <= 5000)).toBe(true);
    await run.delivers("1_2");
    run.expectLaw();
  });

  test("F02 the name is not known: a fault of its own kind, with the name; on again when it is", async () => {
    let known = false;
    nameServer(() => (known ? "127.0.0.1" : undefined));
    const run = await faultRun({
      imageTransport: transport({}),
      source: ({ source }) => source.replace("127.0.0.1", NAME),
    });
    run.expose(1);
    const next = run.next();
    const { kind, error } = await run.failed(1);
    expect(kind).toBe("DNS");
    expect(error.message).toContain(NAME);
    known = true;
    expect(await next).toBe("1_0");
    await run.delivers("1_1");
    run.expectLaw();
  });

  test("F03 the name's address changes: the next connection goes to the new one", async () => {
    const [former, latter] = [await watchedDcu({ bitDepth: 8 }), await servedDcu({ bitDepth: 8 })];
    const port = Number(new URL(former.url).port);
    const moved = await serveDcu(latter.dcu, { host: "127.0.0.2", port });
    onTestFinished(() => moved.close());
    await latter.put("monitor/config/mode", "enabled");
    let address = "127.0.0.1";
    nameServer(() => address);
    const handler = handlerFor(former.source.replace("127.0.0.1", NAME), {
      random: () => 0,
      imageTransport: transport({}),
      onState: ({ state }) => {
        if (state === "unreachable") address = "127.0.0.2";
      },
    });
    former.dcu.expose();
    latter.dcu.expose();
    const [first] = await takeEvents(handler, 1);
    await former.close();
    const [second] = await takeEvents(handler, 1);
    for (const event of [first, second])
      expect(event?.frame().data).toEqual(rampPixels(0, { rows: 512, columns: 512 }));
  });

  test("F04 a connection that is never made: given up in time, and tried again", async () => {
    let silent = true;
    const { asked } = nameServer(() => (silent ? "silence" : "127.0.0.1"));
    const clock = new AwaitedClock();
    const run = await faultRun({
      clock,
      random: () => 1,
      imageTransport: transport({ clock }),
      source: ({ source }) => source.replace("127.0.0.1", NAME),
    });
    run.expose(1);
    const next = run.next();
    await asked;
    silent = false;
    await clock.pass(2500);
    await clock.pass(100);
    expect(await next).toBe("1_0");
    expect(run.handler.counters).toMatchObject({ faultsByKind: { TIMEOUT: 1 }, transitLost: 0 });
    await run.delivers("1_1");
    run.expectLaw();
  });

  test("F46 replies that are no images are read or dropped: connections do not pile up", async () => {
    const file = buildTiff({ dectris: dectrisEntries() });
    let asked = 0;
    const server = await wireServer((socket) => {
      asked += 1;
      const isLast = asked === 201;
      socket.write(head(isLast ? "200 OK" : "500 Oh", { "Content-Length": isLast ? file.length : 20_000 }));
      socket.write(isLast ? file : new Uint8Array(20_000));
    });
    const handler = handlerFor(server.url, { random: () => 0, imageTransport: transport({}) });
    const [event] = await takeEvents(handler, 1);
    expect(event?.bytes).toEqual(file);
    expect(handler.counters.faults).toBe(200);
    const open = server.connections.filter(({ destroyed }) => !destroyed);
    expect(open.length).toBeLessThanOrEqual(2);
  });

  test("F47 a proxy that is started anew within a body, and one whose control unit is off", async () => {
    const off = { code: "UPSTREAM_REFUSED", message: "the control unit does not answer" };
    const run = await faultRun({
      imageTransport: transport({}),
      faults: [
        onImage(2, { kind: "reset", fraction: 0.5 }),
        onImage(3, { kind: "status", status: 502, body: JSON.stringify(off) }),
      ],
    });
    run.expose(3);
    expect(await run.ids(2)).toEqual(["1_0", "1_2"]);
    expect(run.handler.counters).toMatchObject({
      transitLost: 1,
      faults: 2,
      faultsByKind: { SERVER_ERROR: 1 },
    });
    await run.delivers("1_3");
    run.expectLaw();
  });
});

test("F45 an idle connection that is closed as it is used again: asked once more on a new one", async () => {
  const used = new Set<unknown>();
  const server = await wireServer((socket) => {
    // The second request on a connection finds it closed: not a byte of an answer comes.
    if (used.has(socket)) {
      socket.destroy();
      return;
    }
    used.add(socket);
    const file = buildTiff({ dectris: dectrisEntries({ image: used.size }) });
    socket.write(head("200 OK", { "Content-Length": file.length }));
    socket.write(file);
  });
  const handler = handlerFor(server.url, { imageTransport: socketImageTransport() });
  const events = await takeEvents(handler, 4);
  expect(events.map(({ eventId }) => eventId)).toEqual(["7_1", "7_2", "7_3", "7_4"]);
  expect(handler.counters).toMatchObject({
    polls: 4,
    delivered: 4,
    faults: 0,
    transitLost: 0,
    duplicates: 0,
  });
});
