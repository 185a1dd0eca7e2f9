/** What the policy of the page, or of the worker, has kept from being asked: a failed `fetch` itself does not say why. */
export class PolicyReports {
  readonly #origins = new Set<string>();

  /** @param scope where `securitypolicyviolation` events are: the worker */
  constructor(scope: EventTarget) {
    scope.addEventListener("securitypolicyviolation", (event) => {
      const { blockedURI = "" } = event as Partial<SecurityPolicyViolationEvent>;
      if (this.#origins.size < 100 && URL.canParse(blockedURI)) this.#origins.add(new URL(blockedURI).origin);
    });
  }

  /** Was an address of this origin refused? */
  readonly forbids = (address: string): boolean => this.#origins.has(new URL(address).origin);
}
