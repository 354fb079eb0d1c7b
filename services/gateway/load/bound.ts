import { SHARDS } from "@guchi/chain/redis/keys.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Redis } from "ioredis";

/** How old a count may be, in ms: a burst of requests asks Redis once. */
const COUNT_FOR_MS = 200;

interface Count {
  readonly at: number;
  readonly unfinished: Promise<number>;
}

/**
 * A bound on the unfinished jobs (pending or running) of some pipelines. In one gateway it is
 * exact, however many requests come at once; several gateways together pass it by at most what the
 * others let in within 200 ms.
 */
export class Bound {
  readonly #redis: Redis;
  readonly #pipelines: readonly string[];
  readonly #most: number;
  #count: Count | undefined;
  /** Let in and not told of yet. */
  #inFlight = 0;
  /** What the count may not hold: in flight when it began, or let in since. */
  #uncounted = 0;

  constructor(redis: Redis, pipelines: readonly string[], most: number) {
    this.#redis = redis;
    this.#pipelines = pipelines;
    this.#most = most;
  }

  /** Does `start`, which starts a job, unless as many are unfinished as may. */
  async letIn<Started>(start: () => Promise<Started>): Promise<Started | "full"> {
    let count: Count;
    let unfinished: number;
    do {
      count = this.#latest();
      unfinished = await count.unfinished;
    } while (count !== this.#count); // another request began a newer one meanwhile
    // From here to the increments nothing is awaited: no other request may look in between.
    if (unfinished + this.#uncounted >= this.#most) return "full";
    this.#inFlight += 1;
    this.#uncounted += 1;
    try {
      return await start();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #latest(): Count {
    const now = performance.now();
    if (this.#count !== undefined && now - this.#count.at <= COUNT_FOR_MS) return this.#count;
    const unfinished = this.#ask().catch((error: unknown) => {
      this.#count = undefined;
      throw error;
    });
    this.#uncounted = this.#inFlight;
    this.#count = { at: now, unfinished };
    return this.#count;
  }

  async #ask(): Promise<number> {
    const cards = Array.from({ length: SHARDS }, (_, shard) =>
      this.#pipelines.flatMap((pipeline) =>
        ["pending", "running"].map((status) => this.#redis.zcard(`${keys.jobs(shard, pipeline)}:${status}`)),
      ),
    );
    return (await Promise.all(cards.flat())).reduce((sum, each) => sum + each, 0);
  }
}
