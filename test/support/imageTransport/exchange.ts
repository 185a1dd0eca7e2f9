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

/** More than the bodies of these tests have. */
const MEBIBYTES_8 = 8 * 2 ** 20;

/** Asks for one image. */
export function askFor(
  url: string,
  createTransport: CreateTransport,
  request: Partial<ImageRequest> = {},
): Exchange {
  const buffers = new CountingBuffers();
  const clock = new ManualClock();
  const reply = createTransport({ clock })(url, {
    headers: { accept: "image/tiff, application/tiff" },
    headersTimeout: 2500,
    stallTimeout: 5000,
    bodyTimeout: 120_000,
    maxBodyBytes: MEBIBYTES_8,
    buffers,
    ...request,
  });
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
