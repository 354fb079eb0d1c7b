import type { Redis } from "ioredis";
import { chunks } from "./redis/chunks.ts";
import type { StageQueue } from "./queues.ts";

/** Some of the entries that a queue holds for a worker, by their BullMQ ids. */
export interface Held {
  readonly entries: readonly string[];
  /** Whether a worker has them, or died over them. */
  readonly active: boolean;
}

/**
 * Every entry of the queue that a worker has or will get: delayed, prioritized, waiting, active. It
 * is no snapshot: what moves meanwhile may be given twice or not at all. So that few are missed,
 * lists are read in the order in which entries move through them, and from the end at which they
 * arrive.
 */
export async function* heldEntries(redis: Redis, queue: Pick<StageQueue, "toKey">): AsyncGenerator<Held> {
  const sorted = (name: string) => chunks((from, to) => redis.zrevrange(queue.toKey(name), from, to));
  const list = (name: string) => chunks((from, to) => redis.lrange(queue.toKey(name), from, to));
  for (const waiting of [sorted("delayed"), sorted("prioritized"), list("paused"), list("wait")]) {
    for await (const entries of waiting) yield { entries, active: false };
  }
  for await (const entries of list("active")) yield { entries, active: true };
}
