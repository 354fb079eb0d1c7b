import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { ChainKeys } from "./redis/keys.ts";
import { userHash } from "./redis/user-hash.ts";

/**
 * Time over which a user's jobs are counted, in ms, and how many of them are as good as anybody's.
 */
const WINDOW_MS = 60_000;
const FREE = 5;
/** BullMQ takes priorities up to 2,097,152; further ones make no difference to anybody. */
const LAST_PRIORITY = 1_000_000;

/**
 * Lets nobody wait behind one user who writes a thousand messages: from a user's sixth job within a
 * minute on, each gets a lower priority, in the queue of every stage. Jobs without a priority go
 * first (BullMQ's rule), so others wait for what is under way at most. `user` is hashed.
 */
export async function priorityOf(redis: Redis, keys: ChainKeys, user: string): Promise<number | undefined> {
  const key = keys.started(userHash(user));
  const now = Date.now();
  const replies = await redis
    .multi()
    .zremrangebyscore(key, "-inf", now - WINDOW_MS)
    .zadd(key, now, randomUUID())
    .zcard(key)
    .pexpire(key, WINDOW_MS)
    .exec();
  const count = Number(replies?.[2]?.[1] ?? 0);
  return count <= FREE ? undefined : Math.min(count - FREE, LAST_PRIORITY);
}
