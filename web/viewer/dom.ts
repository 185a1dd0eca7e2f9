/** Elements in one expression, by DOM calls only: no markup is parsed, so no text from the wire can become any. */

type Child = Node | string | null | undefined | false;
type Attribute = string | number | boolean | undefined | null;
type Listener = (event: never) => void;
/** Attributes by their names; functions are listeners of the event named. false, null and undefined: left out. */
export type Attributes = Readonly<Record<string, Attribute | Listener>>;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element with attributes, listeners and children. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return furnish(document.createElement(name), attributes, children);
}

/** An SVG element, likewise. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return furnish(document.createElementNS(SVG, name) as SVGElementTagNameMap[Name], attributes, children);
}

function furnish<Kind extends Element>(
  element: Kind,
  attributes: Attributes,
  children: readonly Child[],
): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** Writes only what differs: a live page does this a hundred times a second. */
export function setAttribute(element: Element, name: string, value: Attribute): void {
  if (value === undefined || value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Several at once. */
export function setAttributes(element: Element, attributes: Readonly<Record<string, Attribute>>): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
}

/** Writes only what differs, so that selections and announcements stay. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides. */
export function setShown(element: Element, shown: boolean): void {
  setAttribute(element, "hidden", !shown);
}
