import type { BrowserContext, Page, Request } from "@playwright/test";

/** Everything that a browser says of pages when something is wrong with them: on the console, or by a request that failed. */
export class Complaints {
  readonly #found: string[] = [];
  #allowed: readonly RegExp[] = [];

  constructor(context: BrowserContext) {
    for (const page of context.pages()) this.#watch(page);
    context.on("page", (page) => this.#watch(page));
  }

  /** What a spec brings about on purpose, as a server that is gone. */
  allow(...patterns: readonly RegExp[]): void {
    this.#allowed = [...this.#allowed, ...patterns];
  }

  /** What is left: of our making. */
  get unexpected(): readonly string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  #watch(page: Page): void {
    // Reports of the content security policy, of page and worker, are among these.
    page.on("console", (message) => {
      const { url } = message.location();
      if (message.type() !== "debug") this.#found.push(`${message.type()}: ${message.text()} (${url})`);
    });
    page.on("pageerror", (error) => this.#found.push(`error: ${error.stack ?? error.message}`));
    page.on("crash", () => this.#found.push("the page crashed"));
    page.on("requestfailed", (request) => this.#failed(request));
  }

  /** Chromium says ERR_ABORTED also of an answer that a stream's reader has read to its end. */
  #failed(request: Request): void {
    const text = request.failure()?.errorText ?? "";
    if (text !== "net::ERR_ABORTED") this.#found.push(`request: ${request.url()} ${text}`);
  }
}
