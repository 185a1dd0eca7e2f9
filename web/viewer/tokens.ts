/** Tokens by the origin that each was given for: a link that names another source gets none of them. */
export class Tokens {
  readonly #tokens = new Map<string, string>();

  /** The token for an origin, "" where there is none; one that is given now is kept for the next time. */
  of(origin: string, given?: string): string {
    if (given !== undefined) this.#tokens.set(origin, given);
    return this.#tokens.get(origin) ?? "";
  }
}
