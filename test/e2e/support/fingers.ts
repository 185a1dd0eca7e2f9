import type { CDPSession, Page } from "@playwright/test";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Fingers on a touchscreen, any number at once, as the browser's own input. */
export class Fingers {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  /** Puts them down at the first places, moves them through the others, and takes them off. */
  async move(steps: readonly (readonly Place[])[]): Promise<void> {
    for (const [index, places] of steps.entries()) {
      await this.#session.send("Input.dispatchTouchEvent", {
        type: index === 0 ? "touchStart" : "touchMove",
        touchPoints: places.map(({ x, y }, id) => ({ x, y, id })),
      });
    }
    await this.#session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
}
