/** The part of Trusted Types that is used; TypeScript's DOM has none of it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (text: string) => string },
  ): { createScriptURL(text: string): unknown };
}

/** A page's policy lists it: `trusted-types eiger-viewer-worker`. */
const POLICY = "eiger-viewer-worker";

const ownAddresses = new Set<string>();
let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** A worker of our own file; under `require-trusted-types-for 'script'` too, by a policy that lets no other address through. */
export function startWorker(address: URL): Worker {
  ownAddresses.add(address.href);
  // With Trusted Types the constructor takes an object that TypeScript does not know; without, the text.
  const script = trustedAddress(address.href) as string;
  return new Worker(script, { type: "module", name: "eiger-viewer" });
}

function trustedAddress(text: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return text;
  policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: onlyOwn });
  return policy.createScriptURL(text);
}

function onlyOwn(text: string): string {
  if (ownAddresses.has(text)) return text;
  throw new TypeError(`${POLICY}: not the viewer's worker`);
}
