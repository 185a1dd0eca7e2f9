import { ImageStatistics, type OmProcessingProtocol } from "../../processing/index.ts";
import { upstreamFetch } from "../bridge/upstreamFetch.ts";
import { BUILT_VIEWER } from "../bridge/viewerFolder.ts";
import { openBridge } from "../commands/bridgeOptions.ts";
import type { Terminal } from "../terminal.ts";
import { StatisticsSource } from "./resultsSource.ts";

/** The viewer of a run. */
export interface ServedResults {
  /** Address of the page, for this machine. */
  readonly page: string;
  /** Lets clients go at once, and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves the viewer, the monitor, and what the processing layer finds out while a pool runs; of a layer that is no
 * {@link ImageStatistics} the first two.
 * @throws as `openBridge` does
 */
export async function serveResults(
  processing: OmProcessingProtocol,
  options: { readonly source: string; readonly port?: number; readonly terminal: Terminal },
): Promise<ServedResults> {
  const { source, port, terminal } = options;
  const end = new AbortController();
  const results =
    processing instanceof ImageStatistics
      ? new StatisticsSource(processing, { ended: end.signal })
      : undefined;
  const dcu = new URL(source).origin;
  const asked = { host: "127.0.0.1", viewer: BUILT_VIEWER, ...(port !== undefined && { port }) };
  const bridge = await openBridge(asked, { dcu, fetch: upstreamFetch(), terminal, results });
  return {
    page: bridge.page,
    close: () => {
      end.abort(new Error("the run is over"));
      return bridge.close();
    },
  };
}
