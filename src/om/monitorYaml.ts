import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import { OmConfigurationFileSyntaxError } from "../errors.ts";
import { resolveYamlScalar, YamlFloat, type YamlScalar } from "./yamlScalars.ts";

/** A value of a configuration file. Floats stay {@link YamlFloat} until a parameter is asked for. */
export type ParameterValue =
  | YamlScalar
  | readonly ParameterValue[]
  | { readonly [key: string]: ParameterValue };

type ParameterGroup = Readonly<Record<string, ParameterValue>>;

/** Groups of parameters, one level deep, by name. */
export type ParameterGroups = Readonly<Record<string, ParameterGroup>>;

/** Aliases can make a small text a huge tree; no configuration needs this many values. */
const MOST_VALUES = 100_000;
/** `!!str` before a value. */
const TEXT_TAG = "tag:yaml.org,2002:str";

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
    // The last of two wins, as with PyYAML.
    uniqueKeys: false,
    lineCounter: lines,
  });
  // A warning is a tag that this schema does not know: what its value means is not known either.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw new OmConfigurationFileSyntaxError(`the configuration is not valid YAML: ${problem.message}`, {
      cause: problem,
    });
  }
  return new YamlReader(document, lines).groups(document.contents);
}

/** Turns the nodes of a document into values, by the rules of PyYAML for what is not quoted. */
class YamlReader {
  readonly #lines: LineCounter;
  readonly #targets: ReadonlyMap<Alias, Node>;
  /** Aliases that are being followed. */
  readonly #followed = new Set<Alias>();
  #left = MOST_VALUES;

  constructor(document: ReturnType<typeof parseDocument>, lines: LineCounter) {
    this.#lines = lines;
    this.#targets = aliasTargets(document);
  }

  groups(root: unknown): ParameterGroups {
    const groups = this.#read(root);
    if (!isGroup(groups))
      throw new OmConfigurationFileSyntaxError("the configuration is not a map of parameter groups");
    const entries = Object.entries(groups).map(([name, group]) => {
      if (isGroup(group)) return [name, group] as const;
      throw this.#problem(
        keyNode(root, name),
        `group ${name} is ${describe(group)}, expected parameters with values`,
      );
    });
    return Object.fromEntries(entries);
  }

  #read(node: unknown): ParameterValue {
    this.#left -= 1;
    if (this.#left < 0)
      throw new OmConfigurationFileSyntaxError(`the configuration has more than ${MOST_VALUES} values`);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#follow(node);
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.#read(item));
    if (isMap(node)) return this.#map(node);
    throw new OmConfigurationFileSyntaxError(
      "the configuration has a node that is neither value, list nor map",
    );
  }

  /** With the values of the maps that `<<` takes in, where it has none of its own; of these the first counts. */
  #map({ items }: YAMLMap): ParameterValue {
    const taken = items.filter(isMerge).flatMap((pair) => this.#merged(pair));
    const own = items.filter((pair) => !isMerge(pair));
    return Object.fromEntries([
      ...taken.reverse().flatMap((map) => Object.entries(map)),
      ...own.map(({ key, value }) => [this.#key(key), this.#read(value)] as const),
    ]);
  }

  #merged({ key, value }: Pair): readonly ParameterGroup[] {
    const maps = this.#read(value);
    return (Array.isArray(maps) ? maps : [maps]).map((map: ParameterValue) => {
      if (isGroup(map)) return map;
      throw this.#problem(key, `<< takes in ${describe(map)}, expected a map`);
    });
  }

  #follow(alias: Alias): ParameterValue {
    const target = this.#targets.get(alias);
    if (target === undefined) throw this.#problem(alias, `*${alias.source} names nothing above it`);
    if (this.#followed.has(alias)) throw this.#problem(alias, `*${alias.source} contains itself`);
    this.#followed.add(alias);
    const value = this.#read(target);
    this.#followed.delete(alias);
    return value;
  }

  #key(node: unknown): string {
    if (isScalar(node) && typeof node.value === "string") return node.value;
    throw this.#problem(node, "the name of a parameter must be text");
  }

  #problem(node: unknown, message: string): OmConfigurationFileSyntaxError {
    const range = isNode(node) ? node.range : undefined;
    const line = range ? `line ${this.#lines.linePos(range[0]).line}: ` : "";
    return new OmConfigurationFileSyntaxError(`${line}${message}`);
  }
}

/** What each alias means: the last node of its name above it. */
function aliasTargets(document: ReturnType<typeof parseDocument>): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (isAlias(node) && target !== undefined) targets.set(node, target);
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function scalar(node: Scalar): ParameterValue {
  const text = typeof node.value === "string" ? node.value : "";
  const plain = node.type === "PLAIN" || node.type === undefined;
  return plain && node.tag !== TEXT_TAG ? resolveYamlScalar(text) : text;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}

function keyNode(map: unknown, name: string): unknown {
  return isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name)?.key : undefined;
}

function isGroup(value: ParameterValue): value is ParameterGroup {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof YamlFloat)
  );
}

function describe(value: ParameterValue): string {
  return value === null ? "empty" : Array.isArray(value) ? "a list" : "a single value";
}
