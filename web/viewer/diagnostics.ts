import type { Model } from "./model.ts";
import { stateWord } from "./stateWord.ts";

/** Everything that answers "why is it slow" or "why is it dark", as text to send. No pixels, no token. */
export function diagnosticsOf({ state, face, viewport }: Model): string {
  const { histogram, ...image } = state.image ?? { histogram: undefined };
  const report = {
    at: new Date().toISOString(),
    browser: navigator.userAgent,
    threads: navigator.hardwareConcurrency,
    page: location.origin,
    state: stateWord(state).word,
    source: state.source,
    fetchMode: state.fetchMode,
    connection: state.connection,
    problem: state.problem,
    image: state.image === null ? null : image,
    histogramBins: histogram?.counts.length ?? 0,
    counters: state.counters,
    rates: state.rates,
    history: {
      images: state.history.ids.length,
      bytes: state.history.bytes,
      position: state.history.position,
    },
    geometry: state.geometry,
    view: state.view,
    viewport,
    look: state.look,
    canvas: face.canvas,
  };
  return JSON.stringify(report, null, 2);
}
