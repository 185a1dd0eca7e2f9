/** Where and why a payload was refused: offset in the payload, value seen, value expected; three u64. */
export const FAILURE: usize = memory.data(24, 8);

/** Notes the details of a refusal and hands its code on. */
export function fail(code: i32, offset: u64, got: u64, expected: u64): i32 {
  store<u64>(FAILURE, offset);
  store<u64>(FAILURE, got, 8);
  store<u64>(FAILURE, expected, 16);
  return code;
}
