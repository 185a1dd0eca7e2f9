import type { Rate } from "./sideBySide.ts";

/** All that one benchmark found out about one kind of frame. */
export interface Finding {
  readonly bench: string;
  readonly frame: string;
  /** Bytes of a frame's pixels. */
  readonly bytes: number;
  readonly rates: readonly (Rate & {
    /** How many samples counted, of how many. */
    readonly calm?: string;
  })[];
  /** Ratios that are promised, by name. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Other figures, by name with unit. */
  readonly figures?: Readonly<Record<string, number>>;
  /** Whom it could not be compared with, and why. */
  readonly absent?: Readonly<Record<string, string>>;
}
