/** The user asked for something that is incomplete, contradictory, or not there: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
