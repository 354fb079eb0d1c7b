/**
 * How many answers an engine makes at once in one process. Whoever comes when all slots are taken
 * waits, in the order of coming.
 */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Works in a slot. The abort ends the wait and frees the slot, also where the work does not
   * listen. Rejects with the signal's reason then.
   */
  async run<Done>(signal: AbortSignal, work: () => Promise<Done>): Promise<Done> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => undefined);
    const stop = () => aborted.reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      await this.#take(aborted.promise);
      try {
        return await Promise.race([work(), aborted.promise]);
      } finally {
        this.#give();
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async #take(aborted: Promise<never>): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const turn = Promise.withResolvers<void>();
    this.#waiting.add(turn.resolve);
    try {
      await Promise.race([turn.promise, aborted]);
    } catch (error) {
      // It got its turn in the same moment: the next one shall have it.
      if (!this.#waiting.delete(turn.resolve)) this.#give();
      throw error;
    }
  }

  #give(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
