import { h } from "../dom.ts";
import { KEY_BINDINGS } from "../keyboard.ts";
import { checkbox, choice, iconButton } from "./fields.ts";

export type Theme = "auto" | "light" | "dark";

/** What a dialog may change about the element. */
export interface HelpAccess {
  readonly theme: Theme;
  readonly shortcuts: boolean;
  setTheme(theme: Theme): void;
  setShortcuts(isOn: boolean): void;
}

/** The keys, the gestures, and how the viewer looks: a modal dialog. */
export class HelpDialog {
  readonly element: HTMLDialogElement;
  readonly #access: HelpAccess;
  readonly #theme = choice<Theme>({
    legend: "Appearance",
    values: [
      { value: "auto", label: "Auto" },
      { value: "light", label: "Light" },
      { value: "dark", label: "Dark" },
    ],
    choose: (theme) => this.#access.setTheme(theme),
  });
  readonly #shortcuts = checkbox({
    label: "Single keys act while the viewer has the focus",
    tick: (isOn) => this.#access.setShortcuts(isOn),
  });

  constructor(access: HelpAccess) {
    this.#access = access;
    const close = iconButton({ name: "close", label: "Close", press: () => this.close() });
    const keys = KEY_BINDINGS.map(({ shown, does }) =>
      h("div", {}, h("dt", {}, h("kbd", {}, shown)), h("dd", {}, does)),
    );
    this.element = h(
      "dialog",
      {
        class: "help",
        part: "help",
        "aria-labelledby": "help-title",
        click: (event: Event) => this.#pressed(event),
      },
      h(
        "div",
        { class: "help-body" },
        h("div", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys and gestures"), close),
        h("dl", { class: "keys" }, ...keys),
        h(
          "p",
          { class: "hint" },
          "Wheel or pinch zooms at the pointer, a drag moves, a double click doubles, with Shift it halves. Pixel (0, 0) is at the upper left, x runs right (fast), y down (slow).",
        ),
        h(
          "div",
          { class: "help-settings" },
          h("span", { class: "field-label" }, "Appearance"),
          this.#theme.element,
        ),
        this.#shortcuts.element,
      ),
    );
  }

  show(): void {
    this.#theme.select(this.#access.theme);
    this.#shortcuts.show(this.#access.shortcuts);
    if (!this.element.open) this.element.showModal();
  }

  close(): void {
    this.element.close();
  }

  /** A press beside the dialog closes it. */
  #pressed(event: Event): void {
    if (event.target === this.element) this.close();
  }
}
