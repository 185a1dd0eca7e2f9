import { describe, expect, test } from "vitest";
import { servedDcu, watchedDcu } from "./support/servedDcu.ts";

describe("the monitor's configuration", () => {
  test("after power-up: disabled, 100 exposures, new ones discarded, as 1.8 prints it", async () => {
    const dcu = await servedDcu();
    const bodies = ["mode", "buffer_size", "discard_new"].map((key) =>
      dcu.get(`monitor/config/${key}`).then((reply) => reply.text()),
    );
    expect(await Promise.all(bodies)).toEqual([
      '{"access_mode":"rw","allowed_values":["disabled","enabled"],"value":"disabled","value_type":"string"}\n',
      '{"access_mode":"rw","max":10000,"min":1,"value":100,"value_type":"uint"}\n',
      '{"access_mode":"rw","value":true,"value_type":"bool"}\n',
    ]);
  });

  test("a PUT names what changed, and is there afterwards", async () => {
    const dcu = await servedDcu();
    const reply = await dcu.put("monitor/config/buffer_size", 7);
    expect([reply.status, await reply.text()]).toEqual([200, '["buffer_size"]\n']);
    expect(await dcu.value("monitor/config/buffer_size")).toBe(7);
  });

  test.for([
    ["mode", true],
    ["mode", "on"],
    ["discard_new", "false"],
    ["buffer_size", 0],
    ["buffer_size", 10_001],
    ["buffer_size", 1.5],
    ["buffer_size", "10"],
  ])("refuses %s = %j with 400 in plain text", async ([key, value]) => {
    const dcu = await servedDcu();
    const before = await dcu.value(`monitor/config/${key}`);
    const reply = await dcu.put(`monitor/config/${key}`, value);
    expect(reply.status).toBe(400);
    expect(reply.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await reply.text()).toContain("argument error");
    expect(await dcu.value(`monitor/config/${key}`)).toBe(before);
  });

  test.for(["", "enabled", "{}", "[]", "null"])("refuses the body %j with 400", async (body) => {
    const dcu = await servedDcu();
    const reply = await fetch(`${dcu.source}/config/mode`, { method: "PUT", body });
    expect(reply.status).toBe(400);
  });

  test("1.6 has no discard_new, and reads and writes the same data", async () => {
    const dcu = await servedDcu({}, "1.6.0");
    expect((await dcu.get("monitor/config/discard_new")).status).toBe(404);
    expect(await (await dcu.get("monitor/config/keys")).json()).toEqual(["buffer_size", "mode"]);
    await dcu.put("monitor/config/mode", "enabled");
    const modern: { value: string } = JSON.parse(await (await fetch(`${dcu.source}/config/mode`)).text());
    expect(modern.value).toBe("enabled");
  });

  test("initialize brings the defaults back, and forgets the last image", async () => {
    const dcu = await watchedDcu();
    await dcu.put("monitor/config/buffer_size", 3);
    dcu.dcu.expose();
    expect(await (await dcu.command("monitor/command/initialize")).text()).toBe("{}\n");
    expect(await dcu.value("monitor/config/mode")).toBe("disabled");
    expect(await dcu.value("monitor/config/buffer_size")).toBe(100);
    expect((await dcu.get("monitor/images/monitor?timeout=0")).status).toBe(408);
  });
});

describe("addresses", () => {
  test.for(["1.6.0", "1.7.0", "1.8.0"])("API %s is served", async (version) => {
    const dcu = await servedDcu({}, version);
    expect(await dcu.value("monitor/config/mode")).toBe("disabled");
  });

  test("other versions are incompatible", async () => {
    const dcu = await servedDcu({}, "1.5.0");
    const reply = await dcu.get("monitor/config/mode");
    expect([reply.status, await reply.text()]).toEqual([400, "Incompatible version\n"]);
  });

  test.for(["monitor", "detector", "stream", "filewriter", "system"])(
    "%s says its version, with and without a slash",
    async (module) => {
      const dcu = await servedDcu();
      for (const slash of ["", "/"]) {
        const reply = await fetch(`${dcu.url}/${module}/api/version${slash}`, { redirect: "error" });
        expect(await reply.text()).toBe('{"value":"1.8.0","value_type":"string"}\n');
      }
    },
  );

  test.for([
    "/",
    "/monitor",
    "/monitor/api",
    "/other/api/1.8.0/config/mode",
    "/monitor/api/1.8.0/config/constructor",
  ])("%s is unknown", async (path) => {
    const dcu = await servedDcu();
    expect((await fetch(dcu.url + path)).status).toBe(404);
  });

  test("a method that makes no sense is refused", async () => {
    const dcu = await servedDcu();
    expect((await fetch(`${dcu.source}/config/mode`, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(`${dcu.source}/images/next`, { method: "PUT" })).status).toBe(405);
    expect((await dcu.get("monitor/command/clear")).status).toBe(405);
  });

  test("commands take no body or {}, whatever its type, and nothing else", async () => {
    const dcu = await servedDcu();
    const bodies = [undefined, "", "{}", " { } "];
    const replies = await Promise.all(bodies.map((body) => dcu.command("monitor/command/clear", body)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await dcu.command("monitor/command/clear", '{"value":1}')).status).toBe(404);
    expect((await dcu.command("monitor/command/clear", "[]")).status).toBe(404);
    expect((await dcu.command("monitor/command/unknown")).status).toBe(404);
  });
});

describe("other origins", () => {
  test("get no CORS headers, and no preflight, unless asked for", async () => {
    const dcu = await servedDcu();
    const reply = await dcu.get("monitor/config/mode");
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    expect((await dcu.get("monitor/config/mode", { method: "OPTIONS" })).status).toBe(405);
  });

  test("are let in with cors, with their PUTs", async () => {
    const dcu = await servedDcu({ cors: true });
    const preflight = await dcu.get("monitor/config/mode", { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    expect((await dcu.get("monitor/images/next?timeout=0")).headers.get("access-control-allow-origin")).toBe(
      "*",
    );
  });
});
