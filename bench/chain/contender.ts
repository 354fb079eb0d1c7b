import type { Redis } from "ioredis";

/** One way to run a chain of four no-op stages, each with a queue and a worker of its own. */
export interface Contender {
  readonly name: string;
  /** Runs one chain; resolves when its last queue job is completed. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** What all contenders share. */
export interface Conditions {
  /** Opens a connection that the bench closes at its end. */
  readonly connect: () => Redis;
  readonly payload: { readonly text: string };
  /** Jobs at once in each worker. */
  readonly concurrency: number;
}

export const STAGES = 4;
/** Finished queue entries that are kept: the same for all, and what the product does. */
export const KEEP = { age: 3_600, count: 1_000 } as const;

/** Resolvers by id, for a completion that comes as an event. */
export class Waiting {
  readonly #resolvers = new Map<string, () => void>();
  readonly #early = new Set<string>();

  for(id: string): Promise<void> {
    if (this.#early.delete(id)) return Promise.resolve();
    return new Promise((resolve) => this.#resolvers.set(id, resolve));
  }

  done(id: string): void {
    const resolve = this.#resolvers.get(id);
    if (resolve === undefined) this.#early.add(id);
    else resolve();
    this.#resolvers.delete(id);
  }
}
