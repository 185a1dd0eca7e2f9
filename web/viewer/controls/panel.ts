import { h, setAttribute, setAttributes, setShown } from "../dom.ts";
import { icon } from "../icons.ts";
import type { FaceState, Model, Part } from "../model.ts";

/** A section of the panel. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly part: Part;
  /** Opened by hand, or by what it is for. */
  readonly isClosed?: boolean;
  /** Default: always. */
  readonly isThere?: (model: Model) => boolean;
  /** It is opened when this becomes another; null: for nothing, undefined: as before. */
  readonly opensFor?: (face: FaceState) => unknown;
}

let panels = 0;

/** Beside the picture: sections one under the other. On a narrow canvas: a sheet below it, a tab for each. */
export class Panel implements Part {
  readonly element: HTMLElement;
  readonly #sections: readonly Section[];
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #frames: readonly HTMLElement[];
  readonly #heads: readonly HTMLButtonElement[];
  readonly #bodies: readonly HTMLElement[];
  readonly #closed = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #openedFor = new Map<string, unknown>();
  readonly #tabList: HTMLElement;
  #layout: Model["face"]["layout"] | null = null;
  #selected: string | null = null;
  #names: ReadonlySet<string> = new Set();

  constructor(sections: readonly Section[]) {
    this.#sections = sections;
    for (const { name, isClosed } of sections) if (isClosed) this.#closed.add(name);
    for (const { name, isThere } of sections) if (isThere !== undefined) this.#absent.add(name);
    const id = `panel-${++panels}`;
    this.#tabs = sections.map(({ name, title }) => this.#tab(name, title, id));
    this.#heads = sections.map(({ name, title }) => this.#head(name, title, id));
    this.#bodies = sections.map(({ name, part }) =>
      h("div", { class: "section-body", id: `${id}-${name}` }, part.element),
    );
    this.#frames = sections.map(({ name }, index) =>
      h(
        "section",
        { class: `section section-${name}` },
        h("h2", {}, this.#heads[index]),
        this.#bodies[index],
      ),
    );
    this.#tabList = h("div", { class: "tabs", role: "tablist", "aria-label": "Panel" }, ...this.#tabs);
    this.element = h(
      "div",
      { class: "panel", part: "panel" },
      this.#tabList,
      h("div", { class: "sections" }, ...this.#frames),
    );
  }

  /** Which sections there are at all. */
  set names(names: ReadonlySet<string>) {
    this.#names = names;
    setShown(this.element, names.size > 0);
    this.#arrange();
  }

  /** Brings a section into sight. */
  #open(name: string): void {
    this.#closed.delete(name);
    if (this.#layout === "narrow") this.#selected = name;
    this.#arrange();
    const frame = this.#frames[this.#sections.findIndex((section) => section.name === name)];
    frame?.scrollIntoView({ block: "nearest" });
  }

  update(model: Model): void {
    if (model.face.layout !== this.#layout) {
      this.#layout = model.face.layout;
      this.#arrange();
    }
    for (const section of this.#sections) {
      this.#placeWhenThere(section, model);
      this.#openWhenDue(section, model);
      section.part.update(model);
    }
  }

  /** On a narrow canvas the sheet of a section that has gone is put away. */
  #placeWhenThere({ name, isThere }: Section, model: Model): void {
    if (isThere === undefined || isThere(model) !== this.#absent.has(name)) return;
    if (!this.#absent.delete(name)) this.#absent.add(name);
    if (this.#absent.has(name) && this.#selected === name) this.#selected = null;
    this.#arrange();
  }

  #openWhenDue({ name, opensFor }: Section, { face }: Model): void {
    const due = opensFor?.(face);
    if (due === undefined || due === (this.#openedFor.get(name) ?? null)) return;
    this.#openedFor.set(name, due);
    if (due !== null) this.#open(name);
  }

  dispose(): void {
    for (const { part } of this.#sections) part.dispose?.();
  }

  #arrange(): void {
    const isNarrow = this.#layout === "narrow";
    setShown(this.#tabList, isNarrow);
    setAttribute(this.element, "data-open", isNarrow && this.#selected !== null);
    const first = this.#sections.find(({ name }) => this.#isThere(name));
    this.#sections.forEach((section, index) => {
      const { name, title } = section;
      const isThere = this.#isThere(name);
      const isOpen = isNarrow ? this.#selected === name : !this.#closed.has(name);
      const [tab, frame, head, body] = [
        this.#tabs[index],
        this.#frames[index],
        this.#heads[index],
        this.#bodies[index],
      ];
      if (!tab || !frame || !head || !body) return;
      setShown(tab, isThere);
      setShown(frame, isThere && (!isNarrow || isOpen));
      if (head.parentElement !== null) setShown(head.parentElement, !isNarrow);
      setShown(body, isOpen);
      const isFirst = this.#selected === null ? section === first : isOpen;
      setAttributes(tab, { "aria-selected": String(isNarrow && isOpen), tabindex: isFirst ? 0 : -1 });
      setAttribute(head, "aria-expanded", String(isOpen));
      setAttributes(body, {
        role: isNarrow ? "tabpanel" : undefined,
        "aria-label": isNarrow ? title : undefined,
      });
    });
  }

  #isThere(name: string): boolean {
    return this.#names.has(name) && !this.#absent.has(name);
  }

  #tab(name: string, title: string, id: string): HTMLButtonElement {
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-controls": `${id}-${name}`,
        // A second press puts the sheet away.
        click: () => this.#select(this.#selected === name ? null : name),
        keydown: (event: KeyboardEvent) => this.#moveTab(event),
      },
      title,
    );
  }

  #head(name: string, title: string, id: string): HTMLButtonElement {
    const press = () => {
      if (!this.#closed.delete(name)) this.#closed.add(name);
      this.#arrange();
    };
    return h(
      "button",
      { type: "button", class: "section-head", "aria-controls": `${id}-${name}`, click: press },
      h("span", {}, title),
      icon("chevron"),
    );
  }

  #select(name: string | null): void {
    this.#selected = name;
    this.#arrange();
  }

  #moveTab(event: KeyboardEvent): void {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const there = this.#tabs.filter((tab) => !tab.hidden);
    const at = there.indexOf(event.currentTarget as HTMLButtonElement);
    const next = there[(at + direction + there.length) % there.length];
    const section = next && this.#sections[this.#tabs.indexOf(next)];
    if (section === undefined) return;
    this.#select(section.name);
    next?.focus();
  }
}
