/** Memory that one image body is received into. */
export interface BodyBuffer {
  /** Exactly as long as was asked for. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Gives the memory back; `bytes` must not be touched after it. Doing it twice does no harm. */
  release(): void;
}

/** Where bodies get their memory from: a decoder's frame slots, or fresh memory. */
export interface BodyBuffers {
  acquire(byteLength: number): BodyBuffer;
}

/** Fresh memory for each body, freed by the garbage collector. */
export const freshBuffers: BodyBuffers = {
  acquire: (byteLength) => ({ bytes: new Uint8Array(byteLength), release() {} }),
};
