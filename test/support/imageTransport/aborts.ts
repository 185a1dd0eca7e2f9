import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { CountingBuffers } from "../countingBuffers.ts";
import { expectEndsAtOnce } from "../expectEndsAtOnce.ts";
import { collectGarbage } from "../garbage.ts";
import { ManualClock } from "../manualClock.ts";
import { bodyOf, chunk, head, wireServer } from "../wireServer.ts";
import { askFor, type CreateTransport, imageRequest } from "./exchange.ts";

/** Under Node 20 an abort can be lost once the garbage was collected (nodejs/undici#3644). */
const COLLECTIONS: Readonly<Record<string, () => void>> = {
  "": () => undefined,
  ", also after a garbage collection": collectGarbage,
};

/** Requests that the caller ends. */
export function describeAborts(createTransport: CreateTransport): void {
  describe("an abort", () => {
    for (const [also, collect] of Object.entries(COLLECTIONS)) {
      test(`while the reply is waited for ends it at once with the signal's reason${also}`, async () => {
        const server = await wireServer(() => undefined);
        const controller = new AbortController();
        const { reply, buffers, clock } = askFor(server.url, createTransport, { signal: controller.signal });
        await server.asked();
        collect();
        await expectEndsAtOnce(reply, controller);
        buffers.expectAllGivenBack();
        expect(clock.pending).toBe(0);
        await server.deserted();
      });

      for (const [where, parts] of [
        ["a body", [head("200 OK", { "Content-Length": 1000 }), bodyOf(600)]],
        ["a chunked body", [head("200 OK", { "Transfer-Encoding": "chunked" }), chunk(bodyOf(600))]],
      ] as const) {
        test(`in the middle of ${where} ends it at once with the signal's reason${also}`, async () => {
          const server = await wireServer((socket) => parts.forEach((part) => void socket.write(part)));
          const controller = new AbortController();
          const { reply, buffers, clock } = askFor(server.url, createTransport, {
            signal: controller.signal,
          });
          await buffers.arrived(600);
          collect();
          await expectEndsAtOnce(reply, controller);
          buffers.expectAllGivenBack();
          expect(clock.pending).toBe(0);
          await server.deserted();
        });
      }
    }

    test("before the request ends it at once, and nothing is sent", async () => {
      const server = await wireServer((socket) => socket.end(head("200 OK", { "Content-Length": 0 })));
      const reason = new Error("over");
      const { reply, buffers } = askFor(server.url, createTransport, { signal: AbortSignal.abort(reason) });
      await expect(reply).rejects.toBe(reason);
      expect([server.requests, buffers.sizes]).toEqual([[], []]);
    });

    test("of one request leaves the others alone", async () => {
      const server = await wireServer((socket) => socket.write(head("200 OK", { "Content-Length": 600 })));
      const controller = new AbortController();
      const transport = createTransport({ clock: new ManualClock() });
      const buffers = new CountingBuffers();
      const other = transport(server.url, imageRequest({ buffers }));
      await server.asked();
      const aborted = transport(server.url, imageRequest({ buffers, signal: controller.signal }));
      await expectEndsAtOnce(aborted, controller);
      for (const socket of server.connections) socket.write(bodyOf(600));
      expect((await other).body?.bytes).toEqual(bodyOf(600));
    });

    test("is not listened for once a request is over, however it ended", async () => {
      const replies = [
        `${head("200 OK", { "Content-Length": 2 })}II`,
        head("408 Request Timeout", { "Content-Length": 0 }),
        head("302 Found", { Location: "/", "Content-Length": 0 }),
        "no HTTP\r\n\r\n",
      ];
      let turn = 0;
      const server = await wireServer((socket) => socket.write(replies[turn++ % replies.length] ?? ""));
      const { signal } = new AbortController();
      const outcomes = new Set<unknown>();
      for (let request = 0; request < 40; request++) {
        const { reply } = askFor(server.url, createTransport, { signal });
        outcomes.add(await reply.then(({ status }) => status).catch(({ code }) => code));
        expect(getEventListeners(signal, "abort")).toEqual([]);
      }
      expect(outcomes).toEqual(new Set([200, 408, "REDIRECT", "PROTOCOL"]));
    });
  });
}
