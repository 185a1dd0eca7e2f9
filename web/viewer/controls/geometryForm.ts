import { BEAM, DISTANCE, PIXEL_SIZE, WAVELENGTH } from "../../geometry/bounds.ts";
import { energyOfWavelength } from "../../geometry/wavelength.ts";
import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { formatDigits, formatResolution, UNKNOWN } from "../format.ts";
import type { Model, Part } from "../model.ts";
import type { Geometry, ViewerState } from "../viewerState.ts";
import { checkbox, iconButton, type NumberField, numberField } from "./fields.ts";

type Figure = keyof Geometry["from"];

const ORIGINS: Readonly<Record<Geometry["from"][Figure], string>> = {
  image: "image",
  configuration: "configuration",
  hand: "by hand",
  unknown: "not known",
};

/** Rings, and how the detector stands: each figure with where it is from; what is typed comes first. */
export class GeometryForm implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #rings = checkbox({
    label: "Resolution rings",
    tick: (visible) => this.#actions.controller.setRings({ visible }),
  });
  readonly #ice = checkbox({ label: "Ice rings", tick: (ice) => this.#actions.controller.setRings({ ice }) });
  readonly #resolutions: HTMLInputElement;
  readonly #fields: {
    readonly distance: NumberField;
    readonly wavelength: NumberField;
    readonly x: NumberField;
    readonly y: NumberField;
    readonly pixelSize: NumberField;
  };
  readonly #energy = h("p", { class: "hint" });
  readonly #missing = h("p", { class: "hint missing" });
  readonly #resets: Readonly<Record<Figure, HTMLButtonElement>>;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#resolutions = h("input", {
      type: "text",
      class: "wide-input",
      placeholder: "automatic: five, equal in 1/d²",
      "aria-label": "Rings at, Å, separated by spaces",
      autocomplete: "off",
      spellcheck: "false",
      change: () => this.#enterResolutions(),
    });
    this.#fields = this.#makeFields();
    this.#resets = {
      detectorDistance: this.#resetButton("detectorDistance", "distance"),
      wavelength: this.#resetButton("wavelength", "wavelength"),
      beamCenter: this.#resetButton("beamCenter", "beam centre"),
      pixelSize: this.#resetButton("pixelSize", "pixel size"),
    };
    this.element = this.#layOut();
  }

  update({ state }: Model): void {
    const { geometry, rings } = state;
    this.#rings.show(rings.visible);
    this.#ice.show(rings.ice);
    this.#showResolutions(rings);
    const { distance, wavelength, x, y, pixelSize } = this.#fields;
    distance.show(text(geometry.detectorDistance, 1e3));
    wavelength.show(text(geometry.wavelength, 1));
    x.show(text(geometry.beamCenter?.[0] ?? null, 1));
    y.show(text(geometry.beamCenter?.[1] ?? null, 1));
    pixelSize.show(text(geometry.pixelSize?.[0] ?? null, 1e6));
    const energy = geometry.wavelength === null ? null : energyOfWavelength(geometry.wavelength) / 1e3;
    setText(this.#energy, energy === null ? "" : `${formatDigits(energy, 5)} keV`);
    this.#showOrigins(geometry);
    setText(this.#missing, rings.visible || rings.ice ? missingText(geometry) : "");
  }

  #makeFields() {
    const set = (change: Partial<Omit<Geometry, "from">>) => this.#actions.controller.setGeometry(change);
    const scaled = (value: number | null, unit: number) => (value === null ? null : value * unit);
    return {
      distance: numberField({
        label: "Distance",
        unit: "mm",
        bounds: inUnit(DISTANCE, 1e3),
        enter: (value) => set({ detectorDistance: scaled(value, 1e-3) }),
      }),
      wavelength: numberField({
        label: "Wavelength",
        unit: "Å",
        bounds: WAVELENGTH,
        enter: (value) => set({ wavelength: value }),
      }),
      x: numberField({
        label: "Beam x",
        unit: "px",
        bounds: BEAM,
        enter: (value) => this.#enterCentre(value, 0),
      }),
      y: numberField({
        label: "Beam y",
        unit: "px",
        bounds: BEAM,
        enter: (value) => this.#enterCentre(value, 1),
      }),
      pixelSize: numberField({
        label: "Pixel",
        unit: "µm",
        bounds: inUnit(PIXEL_SIZE, 1e6),
        enter: (value) => set({ pixelSize: value === null ? null : [value * 1e-6, value * 1e-6] }),
      }),
    };
  }

  #layOut(): HTMLElement {
    const { distance, wavelength, x, y, pixelSize } = this.#fields;
    const line = (figure: Figure, ...children: readonly (NumberField | HTMLElement)[]) =>
      h(
        "div",
        { class: "figure" },
        ...children.map((child) => (child instanceof HTMLElement ? child : child.element)),
        this.#resets[figure],
      );
    return h(
      "div",
      { class: "geometry" },
      h("div", { class: "row" }, this.#rings.element, this.#ice.element),
      this.#missing,
      h("label", { class: "field" }, h("span", { class: "field-label" }, "Rings at (Å)"), this.#resolutions),
      line("detectorDistance", distance),
      line("wavelength", wavelength, this.#energy),
      line("beamCenter", x, y),
      line("pixelSize", pixelSize),
    );
  }

  #resetButton(figure: Figure, name: string): HTMLButtonElement {
    const label = `Take the ${name} that the detector says`;
    return iconButton({
      name: "reset",
      label,
      className: "reset",
      press: () => this.#actions.controller.setGeometry({ [figure]: null }),
    });
  }

  #showOrigins({ from }: Geometry): void {
    const { distance, wavelength, x, pixelSize } = this.#fields;
    distance.note(ORIGINS[from.detectorDistance]);
    wavelength.note(ORIGINS[from.wavelength]);
    x.note(ORIGINS[from.beamCenter]);
    pixelSize.note(from.pixelSize === "unknown" ? "usual" : ORIGINS[from.pixelSize]);
    for (const [figure, button] of Object.entries(this.#resets))
      setShown(button, from[figure as Figure] === "hand");
  }

  #showResolutions({ resolutions }: ViewerState["rings"]): void {
    if (this.#resolutions.matches(":focus, [aria-invalid]")) return;
    this.#resolutions.value = resolutions === null ? "" : resolutions.map(formatResolution).join("  ");
  }

  #enterResolutions(): void {
    const numbers = this.#resolutions.value
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number);
    const isWrong = numbers.some((value) => !(value > 0));
    setAttribute(this.#resolutions, "aria-invalid", isWrong ? "true" : undefined);
    if (!isWrong) this.#actions.controller.setRings({ resolutions: numbers.length === 0 ? null : numbers });
  }

  #enterCentre(value: number | null, axis: 0 | 1): void {
    const { controller } = this.#actions;
    if (value === null) {
      controller.setGeometry({ beamCenter: null });
      return;
    }
    const { columns = 0, rows = 0 } = controller.state.image ?? {};
    const [x, y] = controller.state.geometry.beamCenter ?? [columns / 2, rows / 2];
    controller.setGeometry({ beamCenter: axis === 0 ? [value, y] : [x, value] });
  }
}

function inUnit([least, most]: readonly [number, number], perUnit: number): readonly [number, number] {
  return [least * perUnit, most * perUnit];
}

/** A figure in the unit of its field; nothing when it is not known. */
function text(value: number | null, perUnit: number): string {
  const shown = formatDigits(value === null ? null : value * perUnit, 6);
  return shown === UNKNOWN ? "" : shown;
}

/** What rings wait for. */
function missingText({ detectorDistance, wavelength, beamCenter }: Geometry): string {
  const missing = [
    detectorDistance === null && "the distance",
    wavelength === null && "the wavelength",
    beamCenter === null && "the beam centre",
  ].filter((name) => name !== false);
  return missing.length === 0 ? "" : `Rings need ${missing.join(" and ")}.`;
}
