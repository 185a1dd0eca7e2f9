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
      void this.#next();
    });
  }

  async #next(): Promise<void> {
    if (this.#running || this.#waiting === undefined) return;
    const { request, settle } = this.#waiting;
    this.#waiting = undefined;
    this.#running = true;
    const result = this.#run(request);
    settle(result);
    await result.catch(() => undefined);
    this.#running = false;
    await this.#next();
  }
}
