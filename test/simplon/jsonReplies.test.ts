import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { recordingServer } from "../support/recordingServer.ts";

/** A client of a monitor that answers every request with this text. */
async function toldBy(body: string): Promise<MonitorClient> {
  const { source } = await recordingServer(() => ({ body }));
  return new MonitorClient({ source });
}

describe("what firmware says in several ways is read alike:", () => {
  test("the type of the fill level", async () => {
    for (const type of ['"list"', '"uint"', '"uint[]"', "null"]) {
      const client = await toldBy(`{"value":[12,100],"value_type":${type}}\n`);
      expect((await client.getStatus("buffer_fill_level")).value).toEqual([12, 100]);
    }
  });

  test("an empty list of images", async () => {
    for (const body of ["[]", "null", "[]\n", " [ ] "])
      expect(await (await toldBy(body)).images()).toEqual([]);
    expect(await (await toldBy("[[6,null],[7,[0,1]]]\n")).images()).toEqual([
      { series: 6, images: [] },
      { series: 7, images: [0, 1] },
    ]);
  });

  test("what a PUT has changed", async () => {
    for (const body of ['""', "{}", "[]", "", "\n", "null"])
      expect(await (await toldBy(body)).setConfig("mode", "enabled")).toEqual([]);
    const client = await toldBy('["bit_depth_image","mode"]\n');
    expect(await client.setConfig("mode", "enabled")).toEqual(["bit_depth_image", "mode"]);
  });

  test("that a command was done", async () => {
    for (const body of ['""', "{}", "[]", "", '{"sequence id": 7}']) {
      const client = await toldBy(body);
      expect(await client.clear()).toBeUndefined();
      expect(await client.initialize()).toBeUndefined();
    }
  });

  test("that there are no errors", async () => {
    for (const body of ['{"value":[]}', '{"value":null}'])
      expect((await (await toldBy(body)).getStatus("error")).value).toEqual([]);
    const old = await toldBy('{"value":["buffer_fill_level"]}');
    expect((await old.getStatus("error")).value).toEqual(["buffer_fill_level"]);
  });

  test("states and modes that nobody has documented", async () => {
    const client = await toldBy('{"value":"key error"}');
    expect((await client.getStatus("state")).value).toBe("key error");
    expect((await client.getConfig("mode")).value).toBe("key error");
  });

  test("a parameter of which only the value is told", async () => {
    expect(await (await toldBy('{"value":5}')).getConfig("buffer_size")).toEqual({ value: 5 });
  });

  test("a mode that is said with a boolean, as some simulators do, or not at all", async () => {
    for (const [reply, value] of [
      ["true", "enabled"],
      ["false", "disabled"],
      ["null", ""],
    ] as const) {
      expect(await (await toldBy(`{"value":${reply}}`)).getConfig("mode")).toMatchObject({ value });
    }
  });

  test("hints of another type than they should be, which are dropped, and fields that are new", async () => {
    const client = await toldBy(
      '{"value":5,"min":null,"max":"","unit":null,"allowed_values":"all","time":0,"state":"normal","new":[]}',
    );
    expect(await client.getConfig("buffer_size")).toEqual({ value: 5, state: "normal" });
  });
});

/** What is asked, and replies that are no answer to it. */
const WRONG: readonly (readonly [string, (client: MonitorClient) => Promise<unknown>, readonly string[]])[] =
  [
    [
      "a buffer size",
      (client) => client.getConfig("buffer_size"),
      ['{"value":"100"}', '{"value":1.5}', '{"value":-1}', '{"value":null}', "{}", "100", "[]", "null", ""],
    ],
    ["a mode", (client) => client.getConfig("mode"), ['{"value":1}', '{"value":["enabled"]}']],
    ["discard_new", (client) => client.getConfig("discard_new"), ['{"value":"true"}', '{"value":1}']],
    [
      "a fill level",
      (client) => client.getStatus("buffer_fill_level"),
      ['{"value":12}', '{"value":["12"]}', '{"value":null}'],
    ],
    ["a count of drops", (client) => client.getStatus("dropped"), ['{"value":"0"}', '{"value":[0]}']],
    ["an image number", (client) => client.getStatus("next_image_number"), ['{"value":"1"}', '{"value":3}']],
    ["a version", (client) => client.version(), ['{"value":1.8}', '"1.8.0"']],
    [
      "a list of images",
      (client) => client.images(),
      ["{}", "[6,[98]]", '[["6",[98]]]', "[[6]]", "[[6,[-1]]]", '""', ""],
    ],
  ];

describe("a reply of another shape is BAD_JSON:", () => {
  for (const [what, ask, replies] of WRONG) {
    test(`${what} that is ${replies.map((reply) => (reply === "" ? "nothing" : reply)).join(" or ")}`, async () => {
      for (const reply of replies)
        await expect(ask(await toldBy(reply)), reply).rejects.toMatchObject({
          name: "MonitorRequestError",
          code: "BAD_JSON",
          url: expect.stringContaining("/monitor/api/"),
        });
    });
  }

  test("a page of a proxy, of which the message quotes the beginning on one line", async () => {
    const client = await toldBy(`<!DOCTYPE html>\n<title>Log in</title>${"x".repeat(1000)}`);
    const error = { code: "BAD_JSON", message: expect.stringContaining('"<!DOCTYPE html>\\n<title>Log in') };
    await expect(client.getConfig("mode")).rejects.toMatchObject(error);
    // A PUT has succeeded by its status; what stands beside it is of no interest, as for OM.
    await expect(client.setConfig("mode", "enabled")).resolves.toEqual([]);
    const message = await client.images().catch((problem: Error) => problem.message);
    expect(String(message).length).toBeLessThan(250);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  test("JSON that is cut", async () => {
    const client = await toldBy('{"value":"enab');
    await expect(client.getConfig("mode")).rejects.toMatchObject({
      code: "BAD_JSON",
      cause: expect.any(SyntaxError),
    });
  });
});
