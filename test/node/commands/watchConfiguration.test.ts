import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEVELOPMENT, RELEASED } from "../../om/support/exampleFiles.ts";
import { jsonLines, runCommand, startCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

async function configuration(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "monitor.yaml");
  await writeFile(file, text);
  return file;
}

describe("the monitor", () => {
  test("is configured as OM does, in OM's order, before an image is asked for", async () => {
    const { dcu, source } = await recordedDcu();
    expect(await runCommand("watch", source, "--count", "2")).toMatchObject({ code: 0 });
    expect(dcu.requests.slice(0, 6)).toEqual([
      "GET config/mode",
      'PUT config/mode {"value":"enabled"}',
      'PUT config/discard_new {"value":false}',
      'PUT config/buffer_size {"value":100}',
      "GET config/mode",
      "GET status/dropped",
    ]);
    expect(dcu.requests[6]).toBe("GET images/next");
    expect(dcu.requests.filter((request) => request.startsWith("PUT"))).toHaveLength(3);
  });

  test("is left alone with --no-configure", async () => {
    const { dcu, source } = await recordedDcu();
    await dcu.enable();
    expect(await runCommand("watch", source, "--count", "2", "--no-configure")).toMatchObject({ code: 0 });
    expect(dcu.requests).toContain("GET images/next");
    expect(dcu.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });

  test("is emptied first with --clear, so that no old image comes", async () => {
    const { dcu, source } = await recordedDcu({ auto: false });
    await dcu.enable();
    for (const _old of [0, 1, 2]) dcu.expose();
    const watching = startCommand("watch", source, "--clear", "--count", "1", "--json");
    await expect.poll(() => dcu.requests.at(-1), { interval: 5, timeout: 10_000 }).toBe("GET images/next");
    dcu.expose();
    expect(jsonLines(await watching.ended)).toMatchObject([{ event_id: "1_3" }]);
  });

  for (const [form, { text }] of Object.entries({ released: RELEASED, development: DEVELOPMENT })) {
    test(`is given the buffer size of a monitor.yaml in OM's ${form} form`, async () => {
      const { dcu, source } = await recordedDcu();
      const file = await configuration(text);
      expect(await runCommand("watch", source, "--count", "1", "--config", file)).toMatchObject({ code: 0 });
      expect(dcu.requests).toContain('PUT config/buffer_size {"value":10}');
    });
  }
});

describe("a wrong configuration ends it before anything is sent:", () => {
  for (const [what, error, text] of [
    ["no YAML", "OmConfigurationFileSyntaxError", "data_retrieval_layer: [\n"],
    [
      "no buffer size",
      "OmMissingParameterError",
      RELEASED.text.replace(/^ {2}eiger_monitor_buffer.*\n/m, ""),
    ],
    [
      "data that there is not",
      "OmMissingDataSourceClassError",
      RELEASED.text.replace("beam_energy]", "dose]").replace("detector_distance]", "dose]"),
    ],
  ] as const) {
    test(`${what} is ${error}`, async () => {
      const { dcu, source } = await recordedDcu();
      const ended = await runCommand("watch", source, "--config", await configuration(text));
      expect(ended).toEqual({
        code: 1,
        out: "",
        err: expect.stringMatching(`^eiger-monitor: ${error}: [^\n]+\n$`),
      });
      expect(dcu.requests).toEqual([]);
    });
  }

  test("a file that is not there is OmConfigurationFileReadingError", async () => {
    const { dcu, source } = await recordedDcu();
    const ended = await runCommand("watch", source, "--config", "none/monitor.yaml");
    const err = expect.stringMatching(
      /^eiger-monitor: OmConfigurationFileReadingError: [^\n]*none\/monitor.yaml[^\n]*\n$/,
    );
    expect(ended).toEqual({ code: 1, out: "", err });
    expect(dcu.requests).toEqual([]);
  });
});
