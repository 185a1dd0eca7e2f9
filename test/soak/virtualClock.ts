import type { Clock } from "eiger-monitor";
import type { SimulatorClock } from "eiger-monitor/simulator";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** Unix milliseconds when a clock is new. */
const START = 1_700_000_000_000;

/**
 * Time that passes as soon as nobody has anything to do: a day is over in a minute. The same clock for the control unit
 * and its client, with timers in a binary heap.
 */
export class VirtualClock {
  #now = 0;
  #order = 0;
  readonly #heap: Timer[] = [];

  /** Milliseconds. */
  readonly now = (): number => this.#now;

  readonly setTimeout = (callback: () => void, milliseconds: number): unknown => {
    const timer = {
      due: this.#now + Math.max(0, milliseconds),
      order: this.#order++,
      callback,
      isCancelled: false,
    };
    this.#push(timer);
    return timer;
  };

  readonly clearTimeout = (handle: unknown): void => {
    if (handle !== undefined) (handle as Timer).isCancelled = true;
  };

  /** The client's view: Unix seconds. */
  get client(): Clock {
    const { now, setTimeout, clearTimeout } = this;
    return { now, wallTime: () => (START + this.#now) / 1000, setTimeout, clearTimeout };
  }

  /** The simulator's view: Unix milliseconds. */
  get simulator(): SimulatorClock {
    const { now, setTimeout, clearTimeout } = this;
    return { now, wallTime: () => START + this.#now, setTimeout, clearTimeout };
  }

  /** Lets time pass until `isDone`, or until nothing is waited for any more. */
  async run(isDone: () => boolean): Promise<void> {
    for (await idle(); !isDone(); await idle()) {
      const timer = this.#pop();
      if (timer === undefined) return;
      if (timer.isCancelled) continue;
      this.#now = timer.due;
      timer.callback();
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, heap[parent])) break;
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      for (const child of [left, right]) {
        const timer = heap[child];
        if (timer !== undefined && isBefore(timer, heap[least])) least = child;
      }
      if (least === at) return first;
      swap(heap, at, least);
      at = least;
    }
  }
}

/** One turn of the event loop: all promises that were settled have been heard. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(timer: Timer, other: Timer | undefined): boolean {
  if (other === undefined) return false;
  return timer.due < other.due || (timer.due === other.due && timer.order < other.order);
}

function swap(heap: Timer[], at: number, to: number): void {
  const [one, other] = [heap[at], heap[to]];
  if (one === undefined || other === undefined) return;
  heap[at] = other;
  heap[to] = one;
}
