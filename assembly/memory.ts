/** Where the module's own data ends: everything from here on belongs to the host. */
export function firstFreeByte(): usize {
  return __heap_base;
}

/** Do `byteLength` bytes at `address` lie inside memory? 64 bits, so that nothing wraps. */
export function fits(address: usize, byteLength: u64): bool {
  return <u64>address + byteLength <= (<u64>memory.size()) << 16;
}
