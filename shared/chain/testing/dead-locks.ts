import assert from "node:assert/strict";
import type { Redis } from "ioredis";
import type { ChainKeys } from "../redis/keys.ts";

const LOCK_MS = 10_000;

/**
 * As if the locks of these queues had run out and a worker had looked for them once: the next
 * worker that starts takes up what a dead process had in hand. Throws where a lock would not have
 * run out within 10 s; ../fault.test.ts waits for real ones. Nobody alive may be at work on these
 * queues.
 */
export async function endDeadLocks(redis: Redis, keys: ChainKeys, ...queues: readonly string[]): Promise<void> {
  for (const queue of queues) {
    const prefix = `${keys.queuePrefix(queue)}:${queue}`;
    const inHand = await redis.lrange(`${prefix}:active`, 0, -1);
    if (inHand.length === 0) continue;
    const locks = inHand.map((id) => `${prefix}:${id}:lock`);
    for (const leftMs of await Promise.all(locks.map((lock) => redis.pttl(lock)))) {
      assert.ok(leftMs === -2 || (leftMs >= 0 && leftMs <= LOCK_MS), `a lock for ${leftMs} ms`);
    }
    await redis.del(`${prefix}:stalled-check`, ...locks);
    await redis.sadd(`${prefix}:stalled`, ...inHand);
  }
}
