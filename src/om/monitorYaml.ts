import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar } from "yaml";
import { OmConfigurationFileSyntaxError } from "../errors.ts";
import { resolveYamlScalar, YamlFloat, type YamlScalar } from "./yamlScalars.ts";

/** A value of a configuration file. Floats stay {@link YamlFloat} until a parameter is asked for. */
export type ParameterValue =
  | YamlScalar
  | readonly ParameterValue[]
  | { readonly [key: string]: ParameterValue };

/** Groups of parameters, one level deep, by name. */
export type ParameterGroups = Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;

/**
 * Reads OM's `monitor.yaml`: a map of parameter groups.
 * @throws {OmConfigurationFileSyntaxError} with the line, for anything that is not that (OM lets some of it escape as
 * raw exceptions).
 */
export function parseMonitorYaml(text: string): ParameterGroups {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    schema: "failsafe",
    merge: true,
    lineCounter: lines,
  });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new OmConfigurationFileSyntaxError(`the configuration is not valid YAML: ${problem.message}`, {
      cause: problem,
    });
  }
  const groups = new YamlReader(document, lines).read(document.contents);
  if (!isGroup(groups))
    throw new OmConfigurationFileSyntaxError("the configuration is not a map of parameter groups");
  const entries = Object.entries(groups).map(([name, group]) => {
    if (isGroup(group)) return [name, group] as const;
    throw new OmConfigurationFileSyntaxError(
      `group ${name} is ${describe(group)}, expected parameters with values`,
    );
  });
  return Object.fromEntries(entries);
}

/** Turns the nodes of a document into values, by the rules of PyYAML for what is not quoted. */
class YamlReader {
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #lines: LineCounter;
  /** Aliases can make a small text a huge tree; no configuration needs this many values. */
  #left = 100_000;

  constructor(document: ReturnType<typeof parseDocument>, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  read(node: unknown): ParameterValue {
    this.#left -= 1;
    if (this.#left < 0)
      throw new OmConfigurationFileSyntaxError("the configuration has more than 100000 values");
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.read(node.resolve(this.#document));
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.read(item));
    if (isMap(node)) {
      return Object.fromEntries(node.items.map(({ key, value }) => [this.#key(key), this.read(value)]));
    }
    throw new OmConfigurationFileSyntaxError(
      "the configuration has a node that is neither value, list nor map",
    );
  }

  #scalar(node: Scalar): ParameterValue {
    const text = typeof node.value === "string" ? node.value : "";
    return node.type === "PLAIN" || node.type === undefined ? resolveYamlScalar(text) : text;
  }

  #key(node: unknown): string {
    if (isScalar(node) && typeof node.value === "string") return node.value;
    const line = isScalar(node) && node.range ? `line ${this.#lines.linePos(node.range[0]).line}: ` : "";
    throw new OmConfigurationFileSyntaxError(`${line}the name of a parameter must be text`);
  }
}

function isGroup(value: ParameterValue): value is Readonly<Record<string, ParameterValue>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof YamlFloat)
  );
}

function describe(value: ParameterValue): string {
  return value === null ? "empty" : Array.isArray(value) ? "a list" : "a single value";
}
