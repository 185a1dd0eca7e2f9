/**
 * What was set on an element before its class was there lies over the class's own properties: taken off, and set again.
 *
 * @param names properties that a page may have set
 */
export function takeEarlyProperties(element: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    const early = Object.getOwnPropertyDescriptor(element, name);
    if (early === undefined) continue;
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, early.value);
  }
}
