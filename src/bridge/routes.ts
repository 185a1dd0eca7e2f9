/** What a request of a route is for, and so how it is passed on. */
export type RouteKind =
  | "version"
  | "images"
  | "waiting"
  | "image"
  | "config"
  | "status"
  | "command"
  | "own"
  | "results";

/** One row of the closed table. */
export interface Route {
  /** As hono writes it; every parameter is proven by {@link areProven} before anything is made of it. */
  readonly path: string;
  readonly kind: RouteKind;
  /** Has it a PUT, for those who may write? */
  readonly isWritable: boolean;
}

const CONFIG_KEYS = ["mode", "buffer_size", "discard_new"] as const;
const STATUS_KEYS = [
  "state",
  "error",
  "buffer_fill_level",
  "buffer_free",
  "dropped",
  "monitor_image_number",
  "next_image_number",
] as const;

const API = "/monitor/api/:version";

function read(kind: RouteKind, path: string): Route {
  return { kind, path, isWritable: false };
}

/**
 * Everything that the bridge answers beside the viewer's files. Paths are those of the DCU (SIMPLON API reference 1.8,
 * section "Monitor"), so that a client of the DCU is a client of the bridge.
 */
export const BRIDGE_ROUTES: readonly Route[] = [
  read("version", "/monitor/api/version"),
  read("images", `${API}/images`),
  read("waiting", `${API}/images/next`),
  read("waiting", `${API}/images/monitor`),
  read("image", `${API}/images/:series/:image`),
  read("image", `${API}/images/:series/:image/:threshold`),
  ...CONFIG_KEYS.map((key): Route => ({ kind: "config", path: `${API}/config/${key}`, isWritable: true })),
  ...STATUS_KEYS.map((key) => read("status", `${API}/status/${key}`)),
  { kind: "command", path: `${API}/command/clear`, isWritable: true },
  read("own", "/bridge/info"),
  read("own", "/bridge/geometry"),
  read("results", "/results"),
  read("results", "/results/projections/sum"),
  read("results", "/results/projections/maximum"),
];

const PARAMETERS: Readonly<Record<string, RegExp>> = {
  version: /^\d\.\d\.\d$/,
  series: /^(?:0|[1-9]\d{0,9})$/,
  image: /^(?:0|[1-9]\d{0,9})$/,
  threshold: /^[1-9]\d?$/,
};

/** Are these the parameters of a path, each of its form? Numbers have no sign and no zeros in front. */
export function areProven(parameters: Readonly<Record<string, string>>): boolean {
  return Object.entries(parameters).every(([name, value]) => PARAMETERS[name]?.test(value) === true);
}

/** Milliseconds that the DCU is asked to wait at most. */
const LONGEST_WAIT = 10_000;

/** The one parameter of a query that is read; everything else in it is dropped. "bad": there is one, and it is none. */
export function readTimeout(query: URLSearchParams): number | undefined | "bad" {
  const [text, ...others] = query.getAll("timeout");
  if (text === undefined) return undefined;
  const isNumber = /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= LONGEST_WAIT;
  return isNumber && others.length === 0 ? Number(text) : "bad";
}
