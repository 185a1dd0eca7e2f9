import { h, setAttribute, setShown } from "../dom.ts";
import { icon } from "../icons.ts";

/** What can be taken away from here. */
export type Saving = "png" | "tiff" | "npy" | "link" | "diagnostics";

const ITEMS: readonly { readonly saving: Saving; readonly label: string; readonly note: string }[] = [
  { saving: "png", label: "PNG", note: "the whole frame in these colours, without rings" },
  { saving: "tiff", label: "TIFF", note: "the counts" },
  { saving: "npy", label: "NPY", note: "the counts, for NumPy" },
  { saving: "link", label: "Copy link", note: "to this view of this detector" },
  { saving: "diagnostics", label: "Copy diagnostics", note: "state, figures and versions" },
];

/** A button that opens a short list of what can be saved. */
export class SaveMenu {
  readonly button: HTMLButtonElement;
  readonly element: HTMLElement;
  readonly #items: ReadonlyMap<Saving, HTMLButtonElement>;

  constructor(save: (saving: Saving) => void) {
    this.button = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Save",
        title: "Save",
        "aria-expanded": "false",
        click: () => this.toggle(),
      },
      icon("save"),
    );
    const press = (saving: Saving) => () => {
      this.close();
      save(saving);
    };
    this.#items = new Map(
      ITEMS.map(({ saving, label, note }) => [
        saving,
        h(
          "button",
          { type: "button", click: press(saving) },
          h("b", {}, label),
          h("span", { class: "note" }, note),
        ),
      ]),
    );
    this.element = h(
      "div",
      { class: "save-menu", part: "menu", role: "group", "aria-label": "Save", hidden: true },
      ...this.#items.values(),
    );
    this.element.addEventListener("focusout", (event) => this.#left(event));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** A link is offered only where there is a page to link to. */
  set hasLink(hasLink: boolean) {
    const item = this.#items.get("link");
    if (item !== undefined) setShown(item, hasLink);
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.#open();
  }

  #open(): void {
    this.#place();
    setShown(this.element, true);
    setAttribute(this.button, "aria-expanded", "true");
    this.element.querySelector("button")?.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    const hadFocus = this.element.matches(":focus-within");
    setShown(this.element, false);
    setAttribute(this.button, "aria-expanded", "false");
    if (hadFocus) this.button.focus();
  }

  /** Beside its button, within the viewer. */
  #place(): void {
    const parent = this.element.offsetParent ?? this.element.parentElement;
    const button = this.button.getBoundingClientRect();
    const room = parent?.getBoundingClientRect();
    if (!room) return;
    const isLow = button.top - room.top > room.height / 2;
    const isRight = button.left - room.left > room.width / 2;
    const { style } = this.element;
    style.top = isLow ? "auto" : `${button.top - room.top}px`;
    style.bottom = isLow ? `${room.bottom - button.bottom + (isRight ? button.height + 6 : 0)}px` : "auto";
    style.left = isRight ? "auto" : `${button.right - room.left + 8}px`;
    style.right = isRight ? "8px" : "auto";
  }

  #left(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && (this.element.contains(to) || to === this.button)) return;
    if (to !== null) this.close();
  }
}
