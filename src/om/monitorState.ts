/**
 * How the stream of images is doing.
 *
 * - `connecting`: no answer yet
 * - `live`: images come
 * - `waiting`: the monitor answers, but has no image
 * - `unreachable`: requests fail; it is tried again
 * - `stopped`: the stream has ended
 */
export type MonitorState = "connecting" | "live" | "waiting" | "unreachable" | "stopped";

/** A change of state, with what a person may want to know of its reason. */
export interface MonitorStateChange {
  readonly state: MonitorState;
  readonly reason?: string;
}

/** What has happened so far; every request ends in exactly one of images, noImage, faults and aborted ones. */
export interface MonitorCounters {
  /** Requests for an image. */
  readonly polls: number;
  /** Images received whole. */
  readonly images: number;
  /** "No image yet" (408). */
  readonly noImage: number;
  /** Requests that failed. */
  readonly faults: number;
  /** Images that began to arrive and were cut: the DCU has given them away all the same. */
  readonly transitLost: number;
  /** Images received whole that are no valid TIFF. */
  readonly decodeErrors: number;
  /** Bytes of the images received whole. */
  readonly bytes: number;
}

export const NO_COUNTS: MonitorCounters = {
  polls: 0,
  images: 0,
  noImage: 0,
  faults: 0,
  transitLost: 0,
  decodeErrors: 0,
  bytes: 0,
};
