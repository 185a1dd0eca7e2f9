/** A figure that was seen, and what it may be at most. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

/** What a soak is told. */
interface SoakOptions {
  readonly seed: number;
  /** Part of the full length; 1 is what is promised. */
  readonly scale: number;
  /** Told how far it is, 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/** A long run, and what it promises. */
export interface Soak {
  readonly title: string;
  run(options: SoakOptions): Promise<readonly Figure[]>;
}

export function holds({ value, limit }: Figure): boolean {
  return value <= limit;
}
