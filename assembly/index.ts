/** hello */
export function buildInformation(): string {
  return "x";
}
export function f(p: usize, n: i32): i32 {
  let a = v128.load(p);
  return i8x16.bitmask(a) + n;
}
