import type { ListPlace, ListQuery } from "@guchi/chain/job/job-index.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Redis } from "ioredis";

/** Members that are read in one go. */
const BATCH = 100;

/** Which jobs a key started that may see its own alone. An owner is the name of the key. */
export class OwnedJobs {
  readonly #redis: Pick<Redis, "zadd" | "zscore" | "zrevrangebyscore">;

  constructor(redis: Pick<Redis, "zadd" | "zscore" | "zrevrangebyscore">) {
    this.#redis = redis;
  }

  /**
   * Noted before the answer is sent. What a request started that died before that, its repetition
   * with the same Idempotency-Key finds.
   */
  async note(owner: string | undefined, { id, createdAt }: ListPlace): Promise<void> {
    if (owner !== undefined) await this.#redis.zadd(keys.owned(owner), "NX", createdAt, id);
  }

  async has(owner: string, id: string): Promise<boolean> {
    return (await this.#redis.zscore(keys.owned(owner), id)) !== null;
  }

  /** The owner's jobs within the bounds, newest first, as far as they are asked for. */
  async *places(
    owner: string,
    { from, to, after }: Pick<ListQuery, "from" | "to" | "after">,
  ): AsyncGenerator<ListPlace> {
    const newest = Math.min(to ?? Number.POSITIVE_INFINITY, after?.createdAt ?? Number.POSITIVE_INFINITY);
    const bounds = [newest === Number.POSITIVE_INFINITY ? "+inf" : newest, from ?? "-inf"] as const;
    for (let offset = 0; ; offset += BATCH) {
      const flat = await this.#redis.zrevrangebyscore(
        keys.owned(owner),
        ...bounds,
        "WITHSCORES",
        "LIMIT",
        offset,
        BATCH,
      );
      for (let index = 0; index + 1 < flat.length; index += 2) {
        const place = { id: flat[index] ?? "", createdAt: Number(flat[index + 1]) };
        if (after === undefined || isBehind(place, after)) yield place;
      }
      if (flat.length < 2 * BATCH) return;
    }
  }
}

/**
 * In the order of the list: newest first, and within a millisecond the id that comes later first.
 */
function isBehind({ createdAt, id }: ListPlace, after: ListPlace): boolean {
  return createdAt < after.createdAt || (createdAt === after.createdAt && id < after.id);
}
