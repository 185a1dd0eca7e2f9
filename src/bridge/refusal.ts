/** Why the bridge itself, and not the DCU, says no; what a program may branch on. */
export type RefusalCode =
  | "BAD_REQUEST"
  | "BAD_TARGET"
  | "BAD_QUERY"
  | "BAD_BODY"
  | "HOST_REFUSED"
  | "ORIGIN_REFUSED"
  | "FOREIGN_PAGE"
  | "PREFLIGHT_REFUSED"
  | "TOKEN_NEEDED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "JSON_NEEDED"
  | "TOO_LARGE"
  | "TOO_MANY_REQUESTS"
  | "NEXT_PENDING"
  | "RESULTS_BUSY"
  | "NO_PROJECTION"
  | "UPSTREAM_UNREACHABLE"
  | "UPSTREAM_TIMEOUT"
  | "UPSTREAM_REDIRECT"
  | "UPSTREAM_STATUS"
  | "UPSTREAM_ENCODING"
  | "UPSTREAM_TOO_LARGE"
  | "UPSTREAM_CUT"
  | "UPSTREAM_BAD_JSON"
  | "STOPPING"
  | "INTERNAL";

const REFUSALS: Readonly<Record<RefusalCode, readonly [status: number, message: string]>> = {
  BAD_REQUEST: [400, "this is no request as HTTP/1.1 has it"],
  BAD_TARGET: [400, "the address is not written plainly"],
  BAD_QUERY: [400, "timeout is a whole number of milliseconds from 0 to 10000"],
  BAD_BODY: [400, "this body does not belong to this request"],
  HOST_REFUSED: [421, "this server does not answer under that name"],
  ORIGIN_REFUSED: [403, "pages of this origin are not let in"],
  FOREIGN_PAGE: [403, "asked for by a page of another site"],
  PREFLIGHT_REFUSED: [403, "this method or header is not for pages of other origins"],
  TOKEN_NEEDED: [401, "this needs the bridge's token in the header Authorization"],
  NOT_FOUND: [404, "the bridge has no such address"],
  METHOD_NOT_ALLOWED: [405, "not with this method"],
  JSON_NEEDED: [415, "the body's type is application/json"],
  TOO_LARGE: [413, "the body is too long"],
  TOO_MANY_REQUESTS: [429, "too many requests from this address"],
  NEXT_PENDING: [429, "this client is waiting for images/next already"],
  RESULTS_BUSY: [503, "as many follow the results as may"],
  NO_PROJECTION: [404, "there is no projection yet"],
  UPSTREAM_UNREACHABLE: [502, "the detector control unit cannot be reached"],
  UPSTREAM_TIMEOUT: [504, "the detector control unit does not answer in time"],
  UPSTREAM_REDIRECT: [502, "the detector control unit answers with a redirect, which is not followed"],
  UPSTREAM_STATUS: [502, "the detector control unit answers with a status that means nothing here"],
  UPSTREAM_ENCODING: [502, "the detector control unit sends compressed replies, which were not asked for"],
  UPSTREAM_TOO_LARGE: [502, "the detector control unit sends more than is let through"],
  UPSTREAM_CUT: [502, "the detector control unit broke off its answer"],
  UPSTREAM_BAD_JSON: [502, "the detector control unit's answer is not the JSON that was expected"],
  STOPPING: [503, "the bridge is being stopped"],
  INTERNAL: [500, "the bridge has a defect"],
};

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

/** The text of every refusal: a code and a sentence, nothing of what was asked and nothing of the DCU's address. */
export function refusalText(code: RefusalCode): string {
  return `${JSON.stringify({ code, message: REFUSALS[code][1] })}\n`;
}

/** `{"code", "message"}` with the status that belongs to it. */
export function refuse(code: RefusalCode, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(refusalText(code), {
    status: REFUSALS[code][0],
    headers: { "Content-Type": "application/json; charset=utf-8", "Bridge-Code": code, ...headers },
  });
}
