import { crc32 } from "node:zlib";

/**
 * In Redis Cluster a script may touch only keys of one slot. The record, the history and the index
 * of open jobs change together, so they share a hash tag; so that not all jobs live on one node,
 * there are 16 tags, and a job's id says which.
 */
export const SHARDS = 16;

/** The shard of a job. */
export function shardOf(id: string): number {
  return crc32(id) % SHARDS;
}

export type ChainKeys = ReturnType<typeof chainKeys>;

/**
 * Every Redis key of the engine. `prefix` stands before each, so that several chains can share a
 * Redis: lower-case letters, digits and hyphens. Throws TypeError for another one.
 */
export function chainKeys(prefix: string) {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(prefix)) throw new TypeError(`The prefix "${prefix}" cannot be one`);
  return {
    prefix,
    /** Hash: the job record. */
    job: (id: string) => `${prefix}:{${shardOf(id)}}:job:${id}`,
    /** List: what happened to the job, in order. */
    history: (id: string) => `${prefix}:{${shardOf(id)}}:history:${id}`,
    /** Sorted set: unfinished job → ms since the epoch when the sweep should look at it. */
    open: (shard: number) => `${prefix}:{${shard}}:open`,
    openOf: (id: string) => `${prefix}:{${shardOf(id)}}:open`,
    /** Hash: the items of a map and what they came to. */
    items: (id: string, step: string) => `${prefix}:{${shardOf(id)}}:items:${id}:${step}`,
    /** Sorted set: waiting job → ms since the epoch when it goes on by itself. */
    due: (shard: number) => `${prefix}:{${shard}}:due`,
    /**
     * Prefix of the sorted sets job → created at (ms since the epoch), one for each status:
     * `:STATUS` follows.
     */
    jobs: (shard: number, pipeline: string) => `${prefix}:{${shard}}:jobs:${pipeline}`,
    /** Pub/sub channel: a message for each change of the job's record. Of its shard, too. */
    changes: (id: string) => `${prefix}:{${shardOf(id)}}:changes:${id}`,
    /** Pub/sub channel: the id of each job that was canceled or purged, for those who run it. */
    ended: `${prefix}:ended`,
    /** Sorted set: a user's latest jobs → when they were started, in ms. `user` is a hash. */
    started: (user: string) => `${prefix}:started:${user}`,
    /** Hash: schedules, by their names. */
    schedules: `${prefix}:schedules`,
    /** Hash: what each schedule started last. */
    scheduleStarts: `${prefix}:schedule-starts`,
    /** Hash: layouts of pipelines, by their hashes. */
    layouts: `${prefix}:layouts`,
    /** Hash: what all processes counted, by series. */
    metrics: `${prefix}:metrics`,
    /** String: how much was erased that the append-only file of Redis may still tell. */
    erased: `${prefix}:erased`,
    /**
     * BullMQ's prefix for a queue: a hash tag of its own, so that each queue's keys share a slot
     * and queues spread.
     */
    queuePrefix: (queue: string) => `${prefix}:{${queue}}`,
  } as const;
}
