/** Bytes by which memory grows: JavaScript's heap and buffers, garbage included, and the memory of all Wasm instances. */
export class MemoryMeter {
  readonly #grow = WebAssembly.Memory.prototype.grow;
  readonly #before: number;
  #wasm = 0;

  constructor() {
    const count = (pages: number) => {
      this.#wasm += pages * 65_536;
    };
    const grow = this.#grow;
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
      count(pages);
      return grow.call(this, pages);
    };
    this.#before = javaScriptBytes();
  }

  stop(): number {
    const grown = javaScriptBytes() - this.#before;
    WebAssembly.Memory.prototype.grow = this.#grow;
    return grown + this.#wasm;
  }
}

function javaScriptBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
