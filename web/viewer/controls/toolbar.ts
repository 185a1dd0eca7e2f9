import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setText } from "../dom.ts";
import { formatScale } from "../format.ts";
import type { IconName } from "../icons.ts";
import type { Model, Part, Tool } from "../model.ts";
import { iconButton } from "./fields.ts";

const TOOLS: readonly { readonly tool: Tool; readonly label: string }[] = [
  { tool: "pan", label: "Move" },
  { tool: "line", label: "Line profile" },
  { tool: "box", label: "Box statistics" },
  { tool: "circle", label: "Circle statistics" },
];

/** What a drag does, how much is seen, and what is drawn over it. */
export class Toolbar implements Part {
  readonly element: HTMLElement;
  readonly #tools: ReadonlyMap<Tool, HTMLButtonElement>;
  readonly #rings: HTMLButtonElement;
  readonly #ice: HTMLButtonElement;
  readonly #loupe: HTMLButtonElement;
  readonly #fit: HTMLButtonElement;
  readonly #oneToOne: HTMLButtonElement;
  readonly #zoom = h("span", {});

  constructor(actions: FaceActions, options: { readonly trailing: readonly Element[] }) {
    const button = (
      name: IconName,
      label: string,
      rest: { key?: string; className?: string; press: () => void },
    ) => iconButton({ name, label, ...rest });
    this.#tools = new Map(
      TOOLS.map(({ tool, label }) => [tool, button(tool, label, { press: () => actions.setTool(tool) })]),
    );
    this.#fit = button("fit", "Fit", { key: "0", press: () => actions.fit() });
    this.#rings = button("rings", "Resolution rings", { key: "r", press: () => actions.toggleRings() });
    this.#ice = button("ice", "Ice rings", {
      key: "w",
      className: "roomy",
      press: () => actions.toggleIce(),
    });
    this.#loupe = button("loupe", "Loupe", {
      key: "z",
      className: "roomy",
      press: () => actions.toggleLoupe(),
    });
    this.#oneToOne = h(
      "button",
      {
        type: "button",
        class: "icon-button text-button",
        "aria-label": "1:1, one to one",
        title: "One to one (1)",
        click: () => actions.oneToOne(),
      },
      "1:1",
    );
    const group = (label: string, ...buttons: readonly Element[]) =>
      h("div", { class: "tool-group", role: "group", "aria-label": label }, ...buttons);
    this.element = h(
      "div",
      { class: "toolbar", part: "toolbar" },
      group("What a drag does", ...this.#tools.values()),
      group(
        "Zoom",
        button("zoomIn", "Zoom in", { key: "+", className: "roomy", press: () => actions.zoomBy(1.5) }),
        button("zoomOut", "Zoom out", { key: "−", className: "roomy", press: () => actions.zoomBy(1 / 1.5) }),
        this.#fit,
        h("span", { class: "one-to-one" }, this.#oneToOne, this.#zoomFigure()),
      ),
      group("Over the picture", this.#rings, this.#ice, this.#loupe),
      group("More", ...options.trailing),
    );
  }

  update({ state, face, viewport }: Model): void {
    const scale = viewport === null ? null : viewport.zoom * viewport.density;
    setText(this.#zoom, formatScale(scale));
    press(this.#oneToOne, scale !== null && Math.abs(scale - 1) < 1e-6);
    for (const [tool, button] of this.#tools) press(button, tool === face.tool);
    press(this.#rings, state.rings.visible);
    press(this.#ice, state.rings.ice);
    press(this.#loupe, face.loupe);
    press(this.#fit, state.view.fit);
  }

  #zoomFigure(): HTMLElement {
    const title = "Pixels of the screen that a pixel of the detector takes";
    return h("span", { class: "zoom", title }, h("span", { class: "visually-hidden" }, "Zoom "), this.#zoom);
  }
}

function press(button: HTMLButtonElement, isPressed: boolean): void {
  setAttribute(button, "aria-pressed", String(isPressed));
}
