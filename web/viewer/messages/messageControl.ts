import { messageOf } from "../problems.ts";
import { stateWord } from "../stateWord.ts";
import type { ViewerController } from "../viewerController.ts";
import type { ViewerState } from "../viewerState.ts";
import type { FailureCode, Marked, ToldState, ViewerMessage } from "./protocol.ts";
import { type Order, readCommand } from "./readCommand.ts";

/** Commands that may wait for their answer. */
const MOST_PENDING = 8;
const MARK: Marked = { "eiger-viewer": 1 };
const TOLD = [
  "source",
  "fetchMode",
  "connection",
  "problem",
  "paused",
  "geometry",
  "view",
  "look",
  "rings",
  "threshold",
  "thresholds",
] as const;

type Post = (message: ViewerMessage) => void;

/** Why an order is not followed. */
class Refusal extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Follows commands that come as messages, and tells by messages what changes; whoever they are from has been proven before. */
export class MessageControl {
  readonly #controller: ViewerController;
  readonly #end: () => void;
  #told: ViewerState;
  #pending = 0;

  /** @param tell posts to all who listen */
  constructor(controller: ViewerController, tell: Post) {
    this.#controller = controller;
    this.#told = controller.state;
    this.#end = controller.subscribe((state) => this.#changed(state, tell));
  }

  /**
   * Follows a command; whatever is none is passed over, or answered by why it is not followed. Never rejects.
   * @param post the answer, to whom it is from
   */
  async receive(data: unknown, post: Post): Promise<void> {
    const read = readCommand(data);
    if (read === undefined) return;
    const { request, order } = read;
    try {
      const result = await this.#follow(order, post);
      if (request !== null) post({ ...MARK, event: "reply", request, result });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : "FAILED";
      post({ ...MARK, event: "failure", request, code, message: messageOf(error) });
    }
  }

  dispose(): void {
    this.#end();
  }

  async #follow(order: Order, post: Post): Promise<number | File | null> {
    if (this.#pending >= MOST_PENDING) throw new Refusal("BUSY", `${MOST_PENDING} commands are under way`);
    this.#pending += 1;
    try {
      if (order.kind === "pixel") return await this.#controller.getPixel(order.x, order.y);
      if (order.kind === "save") return await this.#save(order.as);
      await this.#steer(order, post);
      return null;
    } finally {
      this.#pending -= 1;
    }
  }

  async #steer(order: Exclude<Order, { kind: "pixel" | "save" }>, post: Post): Promise<void> {
    const controller = this.#controller;
    const ways = {
      listen: () => post(this.#stateMessage(controller.state)),
      pause: () => controller.pause(),
      resume: () => controller.resume(),
    };
    if (order.kind === "step") await controller.step(order.by);
    else if (order.kind === "seek") await controller.seek(order.image);
    else if (order.kind === "settings") this.#set(order.text);
    else if (order.kind === "bad") throw new Refusal(order.code, order.why);
    else ways[order.kind]();
  }

  #save(as: "png" | "tiff" | "npy"): Promise<File> {
    const controller = this.#controller;
    if (as === "png") return controller.toPNG();
    return as === "tiff" ? controller.toTIFF() : controller.toNPY();
  }

  #set(text: string): void {
    const refused = this.#controller.restore(text);
    if (refused.length > 0) throw new Refusal("BAD_VALUE", `not understood: ${refused.join(", ")}`);
  }

  #changed(state: ViewerState, tell: Post): void {
    const before = this.#told;
    this.#told = state;
    if (TOLD.some((name) => state[name] !== before[name])) tell(this.#stateMessage(state));
    const { image } = state;
    if (image !== null && image.key !== before.image?.key) tell({ ...MARK, event: "image", image });
  }

  #stateMessage(state: ViewerState): ViewerMessage {
    const told = Object.fromEntries(TOLD.map((name) => [name, state[name]])) as Pick<
      ViewerState,
      (typeof TOLD)[number]
    >;
    // When it is tried again is by this page's clock.
    const { retryAt: _, ...problem } = state.problem ?? {};
    const toldState: ToldState = {
      ...told,
      problem: state.problem && (problem as ToldState["problem"]),
      word: stateWord(state).word,
      link: this.#controller.serialize(),
    };
    return { ...MARK, event: "state", state: toldState };
  }
}
