/** Runs one request at a time. Of those that wait meanwhile only the newest is run; the others resolve to null. */
export class NewestOnly<Request, Result> {
  readonly #run: (request: Request) => Promise<Result | null>;
  #waiting:
    | { readonly request: Request; readonly settle: (result: Promise<Result | null>) => void }
    | undefined;
  #running = false;

  constructor(run: (request: Request) => Promise<Result | null>) {
    this.#run = run;
  }

  request(request: Request): Promise<Result | null> {
    return new Promise((resolve) => {
      this.#waiting?.settle(Promise.resolve(null));
      this.#waiting = { request, settle: resolve };
      void this.#runAll();
    });
  }

  /** One after the other in one loop: were each to wait for the next, none would end while requests keep coming. */
  async #runAll(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting !== undefined) {
      const { request, settle } = this.#waiting;
      this.#waiting = undefined;
      const result = this.#run(request);
      settle(result);
      // Its failure is told to who asked for it.
      await result.catch(() => undefined);
    }
    this.#running = false;
  }
}
