import { socketImageTransport } from "../../../src/node/socketImageTransport.ts";
import type { ImageRequest } from "../../../src/simplon/index.ts";
import { askFor, type Exchange } from "../../support/imageTransport/exchange.ts";
import { ManualClock } from "../../support/manualClock.ts";

/** Asks for an image over the connections that the asks before have left. */
export type Ask = (url: string, request?: Partial<ImageRequest>) => Exchange;

/** One transport that is asked again and again; no time passes for it. */
export function oneTransport(): Ask {
  const transport = socketImageTransport({ clock: new ManualClock() });
  return (url, request) => askFor(url, () => transport, request);
}
