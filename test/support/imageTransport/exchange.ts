import { expect } from "vitest";
import type { MonitorRequestError } from "../../../src/errors.ts";
import type { Clock, ImageReply, ImageRequest, ImageTransport } from "../../../src/simplon/index.ts";
import { CountingBuffers } from "../countingBuffers.ts";
import { ManualClock } from "../manualClock.ts";

/** How a transport is made. */
export type CreateTransport = (options: { readonly clock: Clock }) => ImageTransport;

/** A request that is under way, and the memory and time it was given. */
export interface Exchange {
  readonly reply: Promise<ImageReply>;
  readonly buffers: CountingBuffers;
  /** Stands still until a test lets time pass. */
  readonly clock: ManualClock;
}

/** A request with bounds that are wide enough for any body of these tests. */
export function imageRequest(request: Pick<ImageRequest, "buffers"> & Partial<ImageRequest>): ImageRequest {
  return {
    headers: { accept: "image/tiff, application/tiff" },
    headersTimeout: 2500,
    stallTimeout: 5000,
    bodyTimeout: 120_000,
    maxBodyBytes: 8 * 2 ** 20,
    ...request,
  };
}

/** Asks for one image. */
export function askFor(
  url: string,
  createTransport: CreateTransport,
  request: Partial<ImageRequest> = {},
): Exchange {
  const buffers = new CountingBuffers();
  const clock = new ManualClock();
  const reply = createTransport({ clock })(url, imageRequest({ buffers, ...request }));
  return { reply, buffers, clock };
}

/** The request fails like this; its memory was given back, and no timer of it is left. */
export async function expectFailure(
  { reply, buffers, clock }: Exchange,
  expected: { readonly [Key in keyof MonitorRequestError]?: unknown },
): Promise<void> {
  await expect(reply).rejects.toMatchObject({ name: "MonitorRequestError", ...expected });
  buffers.expectAllGivenBack();
  expect(clock.pending).toBe(0);
}
