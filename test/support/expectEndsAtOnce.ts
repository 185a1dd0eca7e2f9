import { expect } from "vitest";

/** Milliseconds within which an abort is to be felt. */
const AT_ONCE = 50;

/** Aborts: what is under way rejects at once, with the very reason that was given. */
export async function expectEndsAtOnce(
  pending: Promise<unknown>,
  controller: AbortController,
): Promise<void> {
  const reason = new Error("the user has had enough");
  controller.abort(reason);
  // Measured by a timer, which a busy machine holds up as it does the rest.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, AT_ONCE, `still under way after ${AT_ONCE} ms`);
  });
  const outcome = await Promise.race([pending.catch((error) => error), late]);
  clearTimeout(timer);
  expect(outcome).toBe(reason);
}
