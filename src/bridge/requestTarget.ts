/** What an address of the bridge may be written with: no route and no file needs an escape. */
const PLAIN_PATH = /^\/[A-Za-z0-9._/-]*$/;
/** A query may be anything that a URL may hold; only `timeout` is looked at. */
const PLAIN_QUERY = /^[\x21\x24-\x7e]*$/;

/** Longer addresses lead nowhere. */
const LONGEST = 1024;

/**
 * Is this request target (RFC 9112, section 3.2) a path written in the one way that the bridge takes? Escapes, empty and
 * dot segments, backslashes and whole URLs are refused before anything normalizes them, so that there are no two ways to
 * read an address.
 */
export function isPlainTarget(target: string): boolean {
  if (target.length > LONGEST) return false;
  const [path = "", ...query] = target.split("?");
  if (!PLAIN_PATH.test(path) || path.includes("//")) return false;
  if (path.split("/").some((segment) => segment === "." || segment === "..")) return false;
  return PLAIN_QUERY.test(query.join("?"));
}

/** `name` or `name:port` as in a Host header; undefined when it is neither. An address of IPv6 is in brackets. */
export function readHost(text: string): string | undefined {
  return /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(text)
    ? text.toLowerCase()
    : undefined;
}
