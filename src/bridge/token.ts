import { EigerMonitorError } from "../errors.ts";

/** Characters of a token: 22 of base64url carry 128 bits. */
const SHORTEST = 22;

/** @throws {EigerMonitorError} BRIDGE_TOKEN: too short to hold 128 bits, or not made of visible ASCII characters */
export function proveToken(token: string): string {
  if (token.length >= SHORTEST && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new EigerMonitorError(
    "BRIDGE_TOKEN",
    `the token must have ${SHORTEST} or more visible ASCII characters, chosen at random: it needs 128 bits`,
  );
}

/** Does the request bring the token, as `Authorization: Bearer …`? Takes the same time wherever the two differ. */
export function hasToken(request: Request, token: string | undefined): boolean {
  const [, given] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token === undefined || given === undefined) return false;
  let difference = token.length ^ given.length;
  for (let index = 0; index < token.length; index++) {
    // Beyond its end, charCodeAt is NaN, which counts as 0.
    difference |= token.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}
