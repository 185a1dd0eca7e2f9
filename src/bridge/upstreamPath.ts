import type { Route } from "./routes.ts";

/** What was read from a request, and proven. */
export interface ProvenRequest {
  readonly parameters: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
}

/**
 * The path and query at the DCU, built anew from what was proven: nothing of the request's own address is in it, and
 * numbers are numbers.
 */
export function upstreamPath({ path, kind }: Route, { parameters, timeout }: ProvenRequest): string {
  const parts = path
    .split("/")
    .map((part) => (part.startsWith(":") ? proven(part.slice(1), parameters) : part));
  // With a slash behind, as every version has it.
  if (kind === "images") parts.push("");
  const query = kind === "waiting" && timeout !== undefined ? `?timeout=${timeout}` : "";
  return `${parts.join("/")}${query}`;
}

function proven(name: string, parameters: Readonly<Record<string, string>>): string {
  const value = parameters[name] ?? "";
  return name === "version" ? value : String(Number(value));
}
