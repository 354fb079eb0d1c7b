import { crc32 } from "node:zlib";

/**
 * Every Redis key of Guchi is built here.
 *
 * In Redis Cluster a script may touch only keys of one slot. The record, the history and the index of open jobs change
 * together, so they share a hash tag; so that not all jobs live on one node, there are 16 tags, and a job's id says which.
 */
export const SHARDS = 16;

export const keys = {
  job: (id: string) => `guchi:{${shardOf(id)}}:job:${id}`,
  history: (id: string) => `guchi:{${shardOf(id)}}:history:${id}`,
  /** Sorted set: unfinished job → ms since the epoch when the sweep should look at it. */
  open: (shard: number) => `guchi:{${shard}}:open`,
  openOf: (id: string) => `guchi:{${shardOf(id)}}:open`,
  /** Pub/sub channel: a message for each change of the job's record. */
  changes: (id: string) => `guchi:changes:${id}`,
  /** Sorted set: worker instance → ms since the epoch of its last sign of life. */
  workers: (stage: string) => `guchi:workers:${stage}`,
  secret: (name: string) => `guchi:secret:${name}`,
} as const;

/** BullMQ's key prefix for a queue: a hash tag of its own, so that each queue's keys share a slot and queues spread. */
export const queuePrefix = (queue: string) => `guchi:{${queue}}`;

export function shardOf(id: string): number {
  return crc32(id) % SHARDS;
}
