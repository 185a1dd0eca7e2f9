/** Whether a promise has settled by now, one way or the other; what is on its way gets a turn to arrive. */
export async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  const ended = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, later]);
}
