import type { Redis } from "ioredis";
import { chunks } from "../redis/chunks.ts";
import type { ChainKeys } from "../redis/keys.ts";

/**
 * How long a job may be unfinished before the sweep looks at it, and looks again, in ms. Above the
 * time in which a stalled attempt is found.
 */
export const SWEEP_AFTER_MS = 18_000;

/** The index of open jobs, which are unfinished or owe a callback: when to look at each. */
export class OpenJobs {
  readonly #redis: Redis;
  readonly #keys: ChainKeys;
  readonly #ttlMs: number;

  constructor(redis: Redis, keys: ChainKeys, ttlMs: number) {
    this.#redis = redis;
    this.#keys = keys;
    this.#ttlMs = ttlMs;
  }

  /** Unfinished jobs of a shard that it is time to look at, longest due first. */
  async *due(shard: number): AsyncGenerator<readonly string[]> {
    const key = this.#keys.open(shard);
    const last = (await this.#redis.zcount(key, "-inf", Date.now())) - 1;
    // By rank: by score, Redis would walk over all that was read before, each time.
    if (last >= 0) yield* chunks((from, to) => this.#redis.zrange(key, from, String(Math.min(to, last))));
  }

  /**
   * Takes a job that no one can work on out of the sweep's sight; it stays readable for its time to
   * live.
   */
  async abandon(id: string): Promise<void> {
    await this.#redis.zrem(this.#keys.openOf(id), id);
    await this.#redis.pexpire(this.#keys.job(id), this.#ttlMs);
    await this.#redis.pexpire(this.#keys.history(id), this.#ttlMs);
    const maps = (await this.#redis.hget(this.#keys.job(id), "maps")) ?? "";
    for (const step of maps.split(",")) await this.#redis.pexpire(this.#keys.items(id, step), this.#ttlMs);
  }

  /** Lets the sweep look at the job again later, or never when it is gone. */
  async postpone(id: string, gone: boolean): Promise<void> {
    const open = this.#keys.openOf(id);
    if (gone) await this.#redis.zrem(open, id);
    else await this.#redis.zadd(open, "XX", Date.now() + SWEEP_AFTER_MS, id);
  }
}
