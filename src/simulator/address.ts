const API_VERSIONS = ["1.6.0", "1.7.0", "1.8.0"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** A path `/<module>/api/<version>/<task>/<key…>` in its parts; absent ones are empty. */
export interface Address {
  readonly module: string;
  readonly version: string;
  readonly task: string;
  /** May contain slashes: `threshold/1/energy`. */
  readonly key: string;
}

/** Takes a path apart, tolerating a slash at its end; undefined when it is not of this form. */
export function readAddress(path: string): Address | undefined {
  const [module = "", api, version = "", task = "", ...key] = path.split("/").filter((part) => part !== "");
  return api === "api" && version !== "" ? { module, version, task, key: key.join("/") } : undefined;
}

export function isApiVersion(version: string): version is ApiVersion {
  return API_VERSIONS.some((known) => known === version);
}
