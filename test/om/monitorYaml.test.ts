import { describe, expect, test } from "vitest";
import { MonitorParameters, type ParameterType, parseMonitorYaml } from "../../src/om/index.ts";
import { DEVELOPMENT, RELEASED } from "./support/exampleFiles.ts";

describe.each([
  ["released", RELEASED],
  ["development", DEVELOPMENT],
] as const)("OM's example file in its %s form", (_, { text, values }) => {
  test("is read whole: every parameter with its type and value, and no other", () => {
    const parameters = MonitorParameters.fromYaml(text);
    const groups: Record<string, Record<string, readonly [ParameterType, unknown]>> = { ...values };
    for (const [group, entries] of Object.entries(groups)) {
      for (const [parameter, [parameterType, value]] of Object.entries(entries)) {
        const query = { group, parameter, parameterType, required: true } as const;
        expect(parameters.getParameter(query), `${group}.${parameter}`).toEqual(value);
      }
    }
    const names = (tree: object) => Object.entries(tree).map(([name, group]) => [name, Object.keys(group)]);
    expect(names(parseMonitorYaml(text))).toEqual(names(groups));
  });
});

test("of a name that stands twice the last one counts, as with PyYAML", () => {
  expect(parseMonitorYaml("om:\n  a: 1\n  a: 2\n")).toEqual({ om: { a: 2 } });
  expect(parseMonitorYaml("om: {a: 1}\nom: {b: 1}\n")).toEqual({ om: { b: 1 } });
});

describe("a text that is no configuration", () => {
  test.each([
    ["a list that is not closed", "om:\n  names: [1, 2\nlayer:\n  a: 1\n", 3],
    ["a quote that is not closed", "om:\n  a: 'x\n", 3],
    ["a tab for indentation", "om:\n  a: 1\n\tb: 2\n", 3],
    ["a group indented by a tab", "om:\n\ta: 1\n", 2],
    ["a reserved character", "om:\n  a: @x\n", 2],
    ["two documents", "om: {a: 1}\n---\nlayer: {a: 1}\n", 2],
    ["a type that nobody knows", "om:\n  a: !secret 5\n", 2],
    ["lists without end", `om:\n  a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, 2],
    ["an alias for nothing", "om:\n  a: *energy\n", 2],
    ["an alias above what it means", "om:\n  a: *energy\n  b: &energy 1\n", 2],
    ["an alias within what it means", "om:\n  a: &names [1, *names]\n", 2],
    ["a group within itself", "layer: {a: 1}\nom: &om\n  a: *om\n", 3],
    ["a list as the name of a parameter", "om:\n  ? [a]\n  : 1\n", 2],
    ["a merge of something that is no map", "om:\n  a: 1\n  <<: 3\n", 3],
    ["an empty group", "layer: {a: 1}\n\nom:\n", 3],
    ["a group that is a list", "layer: {a: 1}\nom: [1, 2]\n", 2],
    ["a group that is a value", "om: 5\n", 1],
  ])("%s: OM's syntax error, with the line", (_, text, line) => {
    expect(() => parseMonitorYaml(text)).toThrow(
      expect.objectContaining({
        name: "OmConfigurationFileSyntaxError",
        message: expect.stringMatching(new RegExp(`\\bline ${line}\\b`)),
      }),
    );
  });

  test.each([
    ["empty", ""],
    ["only a comment", "# nothing here\n"],
    ["a list", "- om\n- layer\n"],
    ["one value", "om\n"],
    ["null", "~\n"],
  ])("%s: OM's syntax error", (_, text) => {
    expect(() => parseMonitorYaml(text)).toThrow(
      expect.objectContaining({
        name: "OmConfigurationFileSyntaxError",
        message: "the configuration is not a map of parameter groups",
      }),
    );
  });

  test("a few lines of aliases that make a thousand million values: OM's syntax error", () => {
    const names = [..."abcdefghi"];
    const level = (name: string, index: number) => {
      const item = index === 0 ? "x" : `*${names[index - 1]}`;
      return `  ${name}: &${name} [${Array(10).fill(item).join(", ")}]`;
    };
    expect(() => parseMonitorYaml(`om:\n${names.map(level).join("\n")}\n`)).toThrow(
      expect.objectContaining({
        name: "OmConfigurationFileSyntaxError",
        message: "the configuration has more than 100000 values",
      }),
    );
  });
});

describe("aliases", () => {
  test("stand for the value of the nearest anchor above them", () => {
    const text = "om:\n  a: &energy 12398\n  b: *energy\n  c: &energy 6199\n  d: [*energy]\n";
    expect(parseMonitorYaml(text)).toEqual({ om: { a: 12_398, b: 12_398, c: 6199, d: [6199] } });
  });

  test("behind << take in a map's values, where the group has none of its own", () => {
    const text = "base: &base\n  size: 10\n  mode: on\nlayer:\n  <<: *base\n  size: 5\n";
    expect(parseMonitorYaml(text)["layer"]).toEqual({ mode: true, size: 5 });
  });

  test("behind << take in several maps, of which the first counts", () => {
    const text = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nlayer: {<<: [*a, *b]}\n";
    expect(parseMonitorYaml(text)["layer"]).toEqual({ x: 1, y: 2 });
    expect(parseMonitorYaml('layer: {"<<": 1}')["layer"]).toEqual({ "<<": 1 });
  });
});

test("a group without parameters, as a map of none, is a group", () => {
  expect(parseMonitorYaml("om: {}\n")).toEqual({ om: {} });
});
