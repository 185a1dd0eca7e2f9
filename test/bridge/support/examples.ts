import { BRIDGE_ROUTES, type Route } from "../../../src/bridge/index.ts";

const EXAMPLES: Readonly<Record<string, string>> = {
  version: "1.8.0",
  series: "7",
  image: "0",
  threshold: "2",
};

/** A path for a row of the table. */
export function examplePath(path: string): string {
  return path.replace(/:(\w+)/g, (_, name: string) => EXAMPLES[name] ?? "");
}

/** Rows that lead to the DCU for everybody. */
export const READ_ROUTES: readonly Route[] = BRIDGE_ROUTES.filter(
  ({ kind }) => !["own", "command", "results"].includes(kind),
);

/** Paths that are on no row. */
export const NO_ROUTES: readonly string[] = [
  "/monitor",
  "/monitor/api",
  "/monitor/api/1.8.0",
  "/monitor/api/1.8.0/keys",
  "/monitor/api/1.8.0/config/keys",
  "/monitor/api/1.8.0/config",
  "/monitor/api/1.8.0/config/mode/value",
  "/monitor/api/1.8.0/config/constructor",
  "/monitor/api/1.8.0/status/hasOwnProperty",
  "/monitor/api/1.8.0/images/newest",
  "/monitor/api/1.8.0/images/next/1",
  "/monitor/api/1.8.0/images/1",
  "/monitor/api/1.8.0/images/1/2/3/4",
  "/monitor/api/1.8.0/images/01/0",
  "/monitor/api/1.8.0/images/12345678901/0",
  "/monitor/api/1.8.0/command/initialize",
  "/monitor/api/1.8/images/next",
  "/monitor/api/latest/images/next",
  "/monitor/api/1.8.0x/images/next",
  "/monitor/api/version/config/mode",
  "/MONITOR/api/1.8.0/images/next",
  "/detector/api/version",
  "/detector/api/1.8.0/config/beam_center_x",
  "/stream/api/1.8.0/config/mode",
  "/filewriter/api/1.8.0/files",
  "/system/api/1.8.0/command/restart",
  "/data/image.h5",
  "/bridge",
  "/bridge/dcu",
  "/results",
  "/results/projections",
  "/results/projections/mean",
];

const IMAGES = "/monitor/api/1.8.0/images";
const SECRET = "detector/api/1.8.0/config/mode";

/** Ways to write an address that a server may read in another way than the one behind it. */
export const SPELLINGS: readonly string[] = [
  `/../../${SECRET}`,
  `${IMAGES}/../../../../${SECRET}`,
  `${IMAGES}/../images/next`,
  `${IMAGES}/./next`,
  `${IMAGES}/%2e%2e/images/next`,
  `${IMAGES}/%2E%2E/%2E%2E/${SECRET}`,
  `${IMAGES}/..%2f..%2f${SECRET}`,
  `${IMAGES}%2fnext`,
  `${IMAGES}/%252e%252e/next`,
  `${IMAGES}/ne%78t`,
  `${IMAGES}\\next`,
  `${IMAGES}/..\\..\\${SECRET}`,
  `${IMAGES}//next`,
  `//other${IMAGES}/next`,
  `//${IMAGES}/next`,
  `${IMAGES}/next;a=b`,
  `${IMAGES}/;/next`,
  `${IMAGES}/next%00`,
  `${IMAGES}/next%00.tif`,
  `${IMAGES}/next%0d%0aHost:%20other`,
  `${IMAGES}/next%20HTTP/1.1`,
  `${IMAGES}/%c0%ae%c0%ae/next`,
  `${IMAGES}/%e0%80%ae%e0%80%ae/next`,
  `${IMAGES}/\xc0\xae\xc0\xae/next`,
  `@other${IMAGES}/next`,
  `/@other${IMAGES}/next`,
  `other:80${IMAGES}/next`,
  `${IMAGES}/next#/`,
  `${IMAGES}/next%3ftimeout=0`,
  `${IMAGES}/next%`,
  `*${IMAGES}/next`,
];
