import type { DecodeError } from "../errors.ts";
import type { MonitorFaultKind } from "./monitorFault.ts";

/**
 * What has happened so far. Of the requests for an image, each ends in exactly one of `images`, `noImage`, `faults` and
 * aborted ones; of the images, each in one of `delivered`, `decodeErrors`, `duplicates` and aborted ones.
 */
export interface MonitorCounters {
  /** Requests for an image; by id: looks for one. */
  readonly polls: number;
  /** Images received whole. */
  readonly images: number;
  /** "No image yet" (408). */
  readonly noImage: number;
  /** Those of them that came before half the wait was over: not from a control unit, but from something before it. */
  readonly fast408: number;
  /** Requests that failed. */
  readonly faults: number;
  /** The same by kind; a kind that never was is absent. */
  readonly faultsByKind: Readonly<Partial<Record<MonitorFaultKind, number>>>;
  /** Images that began to arrive and did not come whole: the DCU has given them away all the same. */
  readonly transitLost: number;
  /** Images received whole that are no valid TIFF, or whose pixels are no valid payload. */
  readonly decodeErrors: number;
  /** Those of them at which the decoder itself failed (`INTERNAL`): defects of ours. */
  readonly decoderTraps: number;
  /** Events handed out, without those whose pixels turned out not to be readable. */
  readonly delivered: number;
  /** Images that came again; they are delivered once. */
  readonly duplicates: number;
  /** Images that came after one with a higher number. */
  readonly reordered: number;
  /** Runs of image numbers that did not come. */
  readonly gaps: number;
  /** Image numbers in those runs. */
  readonly missing: number;
  /** Series seen. */
  readonly series: number;
  /** By id only: images that were listed, and gone before they had come. */
  readonly evicted: number;
  /** Exposures that the DCU dropped since `readDropped` was first called, by its own count. */
  readonly dcuDropped: number;
  /** Bytes of the images received whole. */
  readonly bytes: number;
}

/** Those that are a number. */
export type CountedKey = Exclude<keyof MonitorCounters, "faultsByKind">;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Counts. */
export class CounterSet {
  readonly #counts: Mutable<MonitorCounters> = {
    polls: 0,
    images: 0,
    noImage: 0,
    fast408: 0,
    faults: 0,
    faultsByKind: {},
    transitLost: 0,
    decodeErrors: 0,
    decoderTraps: 0,
    delivered: 0,
    duplicates: 0,
    reordered: 0,
    gaps: 0,
    missing: 0,
    series: 0,
    evicted: 0,
    dcuDropped: 0,
    bytes: 0,
  };

  /** As they are now; they do not change any more. */
  get snapshot(): MonitorCounters {
    return Object.freeze({ ...this.#counts });
  }

  count(key: CountedKey, step = 1): void {
    this.#counts[key] += step;
  }

  fault(kind: MonitorFaultKind): void {
    const { faultsByKind } = this.#counts;
    this.#counts.faults += 1;
    this.#counts.faultsByKind = { ...faultsByKind, [kind]: (faultsByKind[kind] ?? 0) + 1 };
  }

  /** An image that is none. */
  unreadable({ code }: DecodeError): void {
    this.#counts.decodeErrors += 1;
    if (code === "INTERNAL") this.#counts.decoderTraps += 1;
  }

  /** An image that was handed out before its pixels turned out to be none. */
  undecodable(error: DecodeError): void {
    this.unreadable(error);
    this.#counts.delivered -= 1;
  }
}
