/** Where the module's own data ends: everything from here on belongs to the host. */
export function firstFreeByte(): usize {
  return __heap_base;
}

/** Do `byteLength` bytes at `address` lie inside memory? 64 bits, so that nothing wraps. */
export function fits(address: usize, byteLength: u64): bool {
  return <u64>address + byteLength <= (<u64>memory.size()) << 16;
}

/** A short run, by vectors and then bytes. memory.copy, which is a call, made decoding take 5 % longer, dense frames' 10 %. */
export function copyRun(to: usize, from: usize, length: usize): void {
  const end = to + length;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to++, from++) store<u8>(to, load<u8>(from));
}

export function isEqual(a: usize, b: usize, length: usize): bool {
  let place: usize = 0;
  for (; place + 16 <= length; place += 16) {
    if (v128.any_true(v128.xor(v128.load(a + place), v128.load(b + place)))) return false;
  }
  for (; place < length; place++) {
    if (load<u8>(a + place) != load<u8>(b + place)) return false;
  }
  return true;
}
