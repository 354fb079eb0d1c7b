/** How often a state that lasts is told again, in ms. */
const AGAIN_MS = 60_000;
/**
 * Nothing was heard of it for so long: it is over, in ms. Longer than any pause between two tries
 * (a connection that nobody answers takes 5 s).
 */
const OVER_MS = 10_000;

/** Where the lines go. */
interface Lines {
  /** Of a state that lasts: what was said last, how often, and since when. */
  readonly still: (state: State) => void;
  readonly over: (state: State) => void;
}

export interface State {
  readonly name: string;
  /** Lines that were not written. */
  readonly unwritten: number;
  readonly lastedMs: number;
  /** What the latest of them said. */
  readonly said: string;
}

interface Lasting {
  readonly since: number;
  readonly timer: NodeJS.Timeout;
  unwritten: number;
  said: string;
  heardAt: number;
  toldAt: number;
}

/**
 * States that many lines tell of, such as "Redis is away": the first line is written, the others
 * are counted and told once a minute, and one line tells the end.
 */
export class LastingStates {
  readonly #lines: Lines;
  readonly #states = new Map<string, Lasting>();
  readonly #againMs: number;
  readonly #overMs: number;

  constructor(lines: Lines, { againMs = AGAIN_MS, overMs = OVER_MS } = {}) {
    this.#lines = lines;
    this.#againMs = againMs;
    this.#overMs = overMs;
  }

  /** Whether a line told of this state already. */
  has(name: string): boolean {
    return this.#states.has(name);
  }

  /** Whether this line is the first of its state, and is to be written. */
  isFirst(name: string, said: string): boolean {
    const known = this.#states.get(name);
    const now = performance.now();
    if (known !== undefined) {
      known.unwritten += 1;
      known.said = said;
      known.heardAt = now;
      return false;
    }
    const timer = setInterval(() => this.#look(name), Math.min(this.#overMs, this.#againMs) / 4);
    timer.unref(); // a line in a log is no reason to keep a process
    this.#states.set(name, { since: now, timer, unwritten: 0, said, heardAt: now, toldAt: now });
    return true;
  }

  #look(name: string): void {
    const state = this.#states.get(name);
    if (state === undefined) return;
    const now = performance.now();
    if (now - state.heardAt >= this.#overMs) {
      clearInterval(state.timer);
      this.#states.delete(name);
      this.#lines.over(told(name, state, state.heardAt));
    } else if (now - state.toldAt >= this.#againMs) {
      state.toldAt = now;
      this.#lines.still(told(name, state, now));
    }
  }
}

function told(name: string, { since, unwritten, said }: Lasting, until: number): State {
  return { name, unwritten, said, lastedMs: Math.round(until - since) };
}
