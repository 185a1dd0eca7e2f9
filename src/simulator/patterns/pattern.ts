import type { DetectorModel } from "../models.ts";

/** Bits of a pixel. */
export type BitDepth = 8 | 16 | 32;

export type PixelArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** What the images show. */
export interface Pattern {
  /** Indices of pixels that are masked besides the gaps. */
  readonly deadPixels: readonly number[];
  /** The pixels of an image, row by row, in pieces; whoever gets them does not write to them. */
  pixels(imageId: number, options: { readonly threshold: number }): readonly PixelArray[];
}

/** What every pattern is drawn on. */
export interface PatternOptions {
  readonly model: DetectorModel;
  readonly bitDepth: BitDepth;
}

/** 2^depth − 1: what a masked pixel reads (SIMPLON API reference 1.8, pixel_mask_applied). */
export function maskedValue(bitDepth: BitDepth): number {
  return 2 ** bitDepth - 1;
}

export function newPixels(count: number, bitDepth: BitDepth): PixelArray {
  if (bitDepth === 8) return new Uint8Array(count);
  return bitDepth === 16 ? new Uint16Array(count) : new Uint32Array(count);
}
