import type { FaceActions } from "../actions.ts";
import { surroundings } from "../capabilities.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { ageOf, ageText } from "../imageAge.ts";
import type { Model, Part } from "../model.ts";
import { secondsToRetry } from "../stateWord.ts";
import type { ShownImage, ViewerState } from "../viewerState.ts";
import { drawChain } from "./chain.ts";
import { type FailureText, failureOf } from "./failureTexts.ts";

/** How often the age of the last image and the time to the next attempt are written, milliseconds. */
const TICK = 250;

/** A card in front of the picture: what is wrong, what to do, and when it is tried again. */
export class FailureCard implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #body = h("div", { class: "failure-body" });
  readonly #age = h("p", { class: "failure-age" });
  readonly #retry = h("span", { class: "failure-retry" });
  readonly #timer: ReturnType<typeof setInterval>;
  #state: ViewerState | null = null;
  #shown = "";

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.element = h(
      "section",
      { class: "failure", part: "failure", "aria-label": "State of the connection", hidden: true },
      this.#body,
      this.#age,
    );
    this.#timer = setInterval(() => this.#writeTimes(), TICK);
  }

  update({ state }: Model): void {
    this.#state = state;
    const failure = failureOf(state, surroundings());
    setShown(this.element, failure !== null);
    this.#writeTimes();
    const key = failure === null ? "" : JSON.stringify([failure, state.problem?.message]);
    if (key === this.#shown) return;
    this.#shown = key;
    setAttribute(this.element, "data-kind", failure?.kind);
    this.#body.replaceChildren(...(failure === null ? [] : this.#draw(failure, state)));
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #draw(failure: FailureText, { problem }: ViewerState): HTMLElement[] {
    const { title, sentence, steps, code } = failure;
    const parts = [
      h("div", { class: "failure-chain" }, drawChain(failure)),
      h("h2", {}, title),
      h("p", { class: "failure-sentence" }, sentence),
      ...steps.map((step) => h("p", { class: "failure-step" }, step)),
      code === undefined ? null : h("pre", { tabindex: 0, "aria-label": "To copy" }, code),
      failure.offers.includes("enable") ? this.#enableForm() : null,
      failure.offers.includes("address") ? this.#addressForm() : null,
      h(
        "div",
        { class: "failure-again" },
        failure.offers.includes("retry") && this.#retryButton(),
        this.#retry,
      ),
      problem === null ? null : h("details", {}, h("summary", {}, "Details"), h("p", {}, problem.message)),
    ];
    return parts.filter((part) => part !== null);
  }

  #retryButton(): HTMLElement {
    const press = () => {
      const { source, fetchMode } = this.#actions.controller.state;
      if (source !== null) this.#actions.controller.connect({ source, fetchMode });
    };
    return h("button", { type: "button", class: "button", click: press }, "Try now");
  }

  #enableForm(): HTMLElement {
    const token = h("input", {
      type: "password",
      autocomplete: "off",
      "aria-label": "Write token of the bridge",
      placeholder: "token of the bridge",
      required: true,
    });
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#actions.enableMonitor(token.value);
    };
    return h(
      "form",
      { class: "failure-form", submit },
      token,
      h("button", { type: "submit", class: "button primary" }, "Enable monitor"),
    );
  }

  #addressForm(): HTMLElement {
    const address = h("input", {
      type: "url",
      "aria-label": "Address of the monitor",
      placeholder: "http://detector/monitor/api/1.8.0",
      required: true,
      spellcheck: "false",
    });
    const submit = (event: Event) => {
      event.preventDefault();
      this.#actions.controller.connect({ source: address.value });
    };
    return h(
      "form",
      { class: "failure-form", submit },
      address,
      h("button", { type: "submit", class: "button primary" }, "Connect"),
    );
  }

  #writeTimes(): void {
    if (this.#state === null || this.element.hidden) return;
    const { problem, image } = this.#state;
    const seconds = secondsToRetry(problem, performance.now());
    const when = seconds === 0 ? "now" : `in ${seconds} s`;
    setText(this.#retry, seconds === null ? "" : `Asked again by itself ${when}.`);
    setText(this.#age, image === null ? "" : `Behind this: the last image, ${ageClause(image)}.`);
  }
}

/** "1.2 s old", or "received 1.2 s ago". */
function ageClause(image: ShownImage): string {
  const age = ageOf(image, Date.now() / 1000);
  return age.isByArrival ? `received ${ageText(age)}` : `${ageText(age)} old`;
}
