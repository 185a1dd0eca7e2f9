import { describe, expect, onTestFinished, test } from "vitest";
import { serveDcu } from "../../../src/node/dcuServer.ts";
import { SimulatedDcu } from "../../../src/simulator/index.ts";
import { recordingServer } from "../../support/recordingServer.ts";
import { closedPort } from "../../support/wireServer.ts";
import { lines, startCommand } from "../support/command.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

const SMALL = { model: "eiger2-250k", bitDepth: 16, pattern: "ramp", rate: 200 } as const;

describe("watch ends by", () => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    test(`${signal} with exit code ${code}, and says last how many images there were`, async () => {
      const { source } = await recordedDcu();
      const watching = startCommand("watch", source, "--json");
      await watching.printed(/"event_id":"1_3"/);
      watching.process.kill(signal);
      const ended = await watching.ended;
      expect(ended.code).toBe(code);
      const images = lines(ended.out).length;
      expect(ended.err).toMatch(
        new RegExp(`^${images} images in \\d+\\.\\d s \\(\\d+\\.\\d/s, \\d+ MB/s\\)(?:; \\d+ [^\n]+)?\n$`),
      );
    });
  }

  test("SIGINT at once while no image comes", async () => {
    const { dcu, source } = await recordedDcu({ auto: false });
    const watching = startCommand("watch", source);
    await expect.poll(() => dcu.requests.at(-1), { interval: 5, timeout: 10_000 }).toBe("GET images/next");
    watching.process.kill("SIGINT");
    expect(await watching.ended).toEqual({
      code: 130,
      out: "",
      err: expect.stringMatching(/^0 images in \d+\.\d s \(0\.0\/s, 0 MB\/s\)\n$/),
    });
  });

  test("SIGINT while the monitor is not enabled, and has said that it waits", async () => {
    const { source } = await recordedDcu();
    const watching = startCommand("watch", source, "--no-configure");
    await watching.said(/the monitor is disabled; waiting until it is enabled\n/);
    watching.process.kill("SIGINT");
    expect(await watching.ended).toMatchObject({ code: 130, out: "" });
  });
});

describe("watch tries again, and says so,", () => {
  test("where nothing listens", async () => {
    const source = await closedPort();
    const watching = startCommand("watch", source);
    await watching.said(/^127\.0\.0\.1:\d+: nothing listens there; [^\n]* try 1 of 12, next in 5 s\n/);
    watching.process.kill("SIGINT");
    expect(await watching.ended).toMatchObject({ code: 130, out: "" });
  });

  test("where there is a web server that knows of no monitor", async () => {
    const server = await recordingServer(() => ({ status: 404, body: "nothing here" }));
    const watching = startCommand("watch", server.url);
    await watching.said(/404[^\n]* try 1 of 12, next in 5 s\n/);
    watching.process.kill("SIGTERM");
    expect(await watching.ended).toMatchObject({ code: 143, out: "" });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /monitor/api/1.8.0/config/mode",
    ]);
  });

  test("when it loses the monitor, until that is back", async () => {
    const lost = await serveDcu(new SimulatedDcu(SMALL));
    onTestFinished(() => lost.close());
    const watching = startCommand("watch", lost.source, "--json");
    await watching.printed(/"event_id":"1_3"/);
    await lost.close();
    await watching.said(/lost the monitor, trying again: 127\.0\.0\.1:\d+: [^\n]*\n/);
    const back = await serveDcu(new SimulatedDcu(SMALL), { port: Number(new URL(lost.url).port) });
    onTestFinished(() => back.close());
    await watching.said(/the monitor is back\n/);
    watching.process.kill("SIGINT");
    const err = expect.stringMatching(/; \d+ failed requests \([^)]+\)\n$/);
    expect(await watching.ended).toMatchObject({ code: 130, err });
  });
});
