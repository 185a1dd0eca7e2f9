import type { ProjectionKind, ResultsSource } from "../../bridge/index.ts";
import { encodeTiff } from "../../frameFiles/index.ts";
import type { ImageStatistics } from "../../processing/index.ts";

type Parts = readonly Uint8Array<ArrayBuffer>[];

/** The results of a collecting node, as the bridge serves them. */
export class StatisticsSource implements ResultsSource {
  readonly ended: AbortSignal;
  readonly #statistics: ImageStatistics;
  /** The last files, of one state of the projections: clients share them, for they are large. */
  readonly #files = new Map<ProjectionKind, { readonly revision: number; readonly parts: Parts }>();

  constructor(statistics: ImageStatistics, { ended }: { readonly ended: AbortSignal }) {
    this.#statistics = statistics;
    this.ended = ended;
  }

  get changes(): number {
    return this.#statistics.changes;
  }

  read(since = 0): { readonly next: number; readonly value: object } {
    const value = this.#statistics.results(since);
    return { value, next: this.#statistics.nextPoint };
  }

  projection(kind: ProjectionKind): Parts | undefined {
    const shown = this.#statistics.projection();
    const revision = this.#statistics.projectionRevision;
    if (shown === undefined) return undefined;
    const kept = this.#files.get(kind);
    if (kept?.revision === revision) return kept.parts;
    const [header, pixels] = encodeTiff(shown.accumulation[kind]);
    // The accumulation goes on while a slow client reads.
    const parts = [header, pixels.slice()];
    this.#files.set(kind, { revision, parts });
    return parts;
  }
}
