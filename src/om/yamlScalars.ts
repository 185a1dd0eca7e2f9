/**
 * A number that was written with a decimal point. OM asks for `int` or `float`, and 10.0 is no int there; a JavaScript
 * number alone would not know.
 */
export class YamlFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export type YamlScalar = string | number | boolean | null | YamlFloat;

// OM reads its files with PyYAML's safe loader, which is YAML 1.1 (yaml.org/type) with rules of its own: 1e4 is text,
// since a float needs a point and a signed exponent, and so is 08. These are its rules.
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^[-+]?(?:0b_*[01][01_]*|0x_*[\da-fA-F][\da-fA-F_]*|0[0-7_]+|0|[1-9][\d_]*|[1-9][\d_]*(?::[0-5]?\d)+)$/;
const FLOAT =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** What an unquoted scalar of a configuration file means. */
export function resolveYamlScalar(text: string): YamlScalar {
  const boolean = BOOLEANS.get(text);
  if (boolean !== undefined) return boolean;
  if (NULL.test(text)) return null;
  if (INTEGER.test(text)) return signed(text, integer);
  if (FLOAT.test(text)) return new YamlFloat(signed(text, sexagesimal));
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return new YamlFloat(infinite[1] === "-" ? -Infinity : Infinity);
  return NOT_A_NUMBER.test(text) ? new YamlFloat(Number.NaN) : text;
}

function signed(text: string, read: (digits: string) => number): number {
  const digits = text.replaceAll("_", "").replace(/^[-+]/, "");
  return text.startsWith("-") ? 0 - read(digits) : read(digits);
}

function integer(digits: string): number {
  if (/^0[bx]/.test(digits)) return Number(digits);
  if (/^0\d/.test(digits)) return Number.parseInt(digits, 8);
  return sexagesimal(digits);
}

/** `1:30` is 90: YAML 1.1 counts in sixties where there are colons. */
function sexagesimal(digits: string): number {
  return digits.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}
