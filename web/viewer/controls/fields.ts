/** The few kinds of fields that the controls are made of. */
import { h, setAttribute, setText } from "../dom.ts";
import { formatDigits } from "../format.ts";
import { type IconName, icon } from "../icons.ts";

/** A button with a drawing; its name is read out, and shown when the pointer rests. */
export function iconButton(options: {
  readonly name: IconName;
  readonly label: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly className?: string;
  readonly press: () => void;
}): HTMLButtonElement {
  const { name, label, key, className = "", press } = options;
  const title = key === undefined ? label : `${label} (${key})`;
  return h(
    "button",
    { type: "button", class: `icon-button ${className}`, "aria-label": label, title, click: press },
    icon(name),
  );
}

/** One of a few: radio buttons that look like one divided button. */
export interface Choice<Value extends string> {
  readonly element: HTMLElement;
  select(value: Value | null): void;
}

let choices = 0;

export function choice<Value extends string>(options: {
  readonly legend: string;
  readonly values: readonly { readonly value: Value; readonly label: string; readonly title?: string }[];
  readonly choose: (value: Value) => void;
  /** What stands in a segment, when not its label. */
  readonly face?: (value: Value) => Node;
  readonly className?: string;
}): Choice<Value> {
  const name = `choice-${++choices}`;
  const inputs = options.values.map(({ value, label }) =>
    h("input", { type: "radio", name, value, "aria-label": label, change: () => options.choose(value) }),
  );
  const segments = options.values.map(({ value, label, title }, index) =>
    h("label", { class: "segment", title }, inputs[index], h("span", {}, options.face?.(value) ?? label)),
  );
  const element = h(
    "div",
    { class: `choice ${options.className ?? ""}`, role: "radiogroup", "aria-label": options.legend },
    ...segments,
  );
  const select = (value: Value | null) => {
    for (const input of inputs) input.checked = input.value === value;
  };
  return { element, select };
}

/** A number that is typed. What is typed is taken when the field is left, or with Enter. */
export interface NumberField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  show(text: string): void;
  /** Says where the figure is from. */
  note(text: string): void;
}

export function numberField(options: {
  readonly label: string;
  readonly unit?: string;
  /** The least and the most that it takes, in its unit. */
  readonly bounds: readonly [least: number, most: number];
  /** null: the field was emptied. */
  readonly enter: (value: number | null) => void;
  /** Is it said, but not shown? */
  readonly isLabelHidden?: boolean;
}): NumberField {
  const { label, unit } = options;
  const note = h("span", { class: "note" });
  const wrong = h("span", { class: "field-wrong", role: "alert" });
  let shown = "";
  const complain = (sentence: string) => {
    setAttribute(input, "aria-invalid", sentence === "" ? undefined : "true");
    setText(wrong, sentence);
  };
  const restore = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !input.matches("[aria-invalid]")) return;
    event.preventDefault();
    complain("");
    input.value = shown;
  };
  const change = () => {
    const text = input.value.replaceAll(/[\s\u202F]/g, "").replace(",", ".");
    const value = text === "" ? null : Number(text);
    const sentence = value === null ? "" : objection(value, options);
    complain(sentence);
    if (sentence === "") options.enter(value);
  };
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": unit === undefined ? label : `${label}, ${unit}`,
    change,
    keydown: restore,
  });
  const element = h(
    "label",
    { class: "field" },
    options.isLabelHidden ? null : h("span", { class: "field-label" }, label, note),
    h("span", { class: "field-box" }, input, unit === undefined ? null : h("span", { class: "unit" }, unit)),
    wrong,
  );
  // What was refused stays, with why, until it is corrected, taken back, or there is another figure to show.
  const show = (text: string) => {
    if (isFocused(input) || (input.matches("[aria-invalid]") && text === shown)) return;
    complain("");
    shown = text;
    if (input.value !== text) input.value = text;
  };
  return { element, input, show, note: (text) => setText(note, text) };
}

/** Why a field does not take a number; "": it does. */
function objection(
  value: number,
  {
    bounds: [least, most],
    unit = "",
  }: { readonly bounds: readonly [number, number]; readonly unit?: string },
): string {
  if (Number.isNaN(value)) return "Not a number.";
  if (value >= least && value <= most) return "";
  return `From ${formatDigits(least)} to ${formatDigits(most)}${unit && ` ${unit}`}.`;
}

/** A box to tick. */
export function checkbox(options: { readonly label: string; readonly tick: (isOn: boolean) => void }): {
  readonly element: HTMLElement;
  show(isOn: boolean): void;
} {
  const input = h("input", { type: "checkbox", change: () => options.tick(input.checked) });
  const element = h("label", { class: "check" }, input, h("span", {}, options.label));
  return {
    element,
    show: (isOn) => {
      input.checked = isOn;
    },
  };
}

/** Is the person in this field, so that nobody else may write it? */
function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return (root instanceof ShadowRoot || root instanceof Document) && root.activeElement === element;
}
