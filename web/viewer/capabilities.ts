/** A function that adds two vectors: valid only where WebAssembly has SIMD. */
const SIMD_MODULE = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);

/** Has this browser what the viewer needs? Where Wasm is forbidden by the page's policy it says nothing against it. */
function isCapable(): boolean {
  const hasApis =
    "Worker" in globalThis && "OffscreenCanvas" in globalThis && "ImageBitmapRenderingContext" in globalThis;
  return hasApis && "WebAssembly" in globalThis && WebAssembly.validate(SIMD_MODULE);
}

let known: { readonly origin: string; readonly isCapable: boolean } | null = null;

/** What of the page and the browser matters to what can be shown; found out once. */
export function surroundings(): { readonly origin: string; readonly isCapable: boolean } {
  known ??= { origin: location.origin, isCapable: isCapable() };
  return known;
}
