import { transferHandlers } from "comlink";
import { isEigerMonitorError } from "../../src/index.ts";

/** Comlink's own form of what was thrown, an error being its message, name and stack. */
interface Sent {
  readonly isError: boolean;
  readonly value: object;
}

const THROWN = "throw";

/**
 * From now on errors of ours that this thread throws arrive with all their fields: comlink sends no `code`, which is what a program
 * branches on.
 */
export function sendWholeErrors(): void {
  const usual = transferHandlers.get(THROWN);
  if (usual === undefined) return;
  transferHandlers.set(THROWN, {
    ...usual,
    serialize(thrown) {
      const [sent, transferred] = usual.serialize(thrown) as [Sent, Transferable[]];
      const { value: error } = thrown as { readonly value: unknown };
      const whole = isEigerMonitorError(error) ? { ...fieldsOf(error), ...sent.value } : sent.value;
      return [{ ...sent, value: whole }, transferred];
    },
  });
}

/** Texts and numbers; a cause may be of any kind, and is for this thread only. */
function fieldsOf(error: Error): object {
  const isPlain = ([, value]: [string, unknown]) => typeof value === "string" || typeof value === "number";
  return Object.fromEntries(Object.entries(error).filter(isPlain));
}
