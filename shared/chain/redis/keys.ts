import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * Every Redis key of Guchi is built here.
 *
 * In Redis Cluster a script may touch only keys of one slot. The record, the history and the index
 * of open jobs change together, so they share a hash tag; so that not all jobs live on one node,
 * there are 16 tags, and a job's id says which.
 */
export const SHARDS = 16;

export const keys = {
  job: (id: string) => `guchi:{${shardOf(id)}}:job:${id}`,
  history: (id: string) => `guchi:{${shardOf(id)}}:history:${id}`,
  /** Sorted set: unfinished job → ms since the epoch when the sweep should look at it. */
  open: (shard: number) => `guchi:{${shard}}:open`,
  openOf: (id: string) => `guchi:{${shardOf(id)}}:open`,
  /**
   * Prefix of the sorted sets job → created at (ms since the epoch), one for each status: `:STATUS`
   * follows.
   */
  jobs: (shard: number, pipeline: string) => `guchi:{${shard}}:jobs:${pipeline}`,
  /** Hash: layouts of pipelines, by their hashes. */
  layouts: "guchi:layouts",
  /** Pub/sub channel: a message for each change of the job's record. */
  changes: (id: string) => `guchi:changes:${id}`,
  /**
   * Pub/sub channel: the id of each job that was canceled or purged, for the workers that run it.
   */
  ended: "guchi:ended",
  /** Sorted set: a user's latest jobs → when they were started, in ms. `user` is a hash. */
  started: (user: string) => `guchi:started:${user}`,
  /**
   * Sorted set: a user's unfinished jobs, and some that have ended → when that was last looked at,
   * in ms. `user` is a hash.
   */
  openOfUser: (user: string) => `guchi:open:${user}`,
  /** Hash: what all processes counted, by series. */
  metrics: "guchi:metrics",
  /** Sorted set: worker instance → ms since the epoch of its last sign of life. */
  workers: (stage: string) => `guchi:workers:${stage}`,
  /** There while a start tries out what Redis lets it do. */
  tryOut: (random: string) => `guchi:try-out:${random}`,
  /** Since when texts are sealed under DATA_KEY (key-mark.ts). */
  dataKey: "guchi:data-key",
  /** Sorted set: media store → ms since the epoch when somebody told last that it is used. */
  mediaStores: "guchi:media-stores",
  /**
   * When a gateway was last asked whether it can accept work: written to see that Redis takes
   * writes.
   */
  writable: "guchi:writable",
  secret: (name: string) => `guchi:secret:${name}`,
  /** Counts what was erased since the append-only file was last rewritten (rewrite.ts). */
  erased: "guchi:erased",
  /** Hash: what she said last to a user (last-said.ts). */
  persona: (user: string) => `guchi:persona:{${hashOf(user)}}`,
  /** Hash: job → that it answered this user in danger (care-memory.ts). */
  careMemory: (user: string) => `guchi:care:{care-${hashOf(user)}}`,
  /** What the paid calls of a day are thought to cost, in millionths of a US dollar. */
  spent: (day: string) => `guchi:{budget}:${day}:spent`,
  /** Paid pictures of a user on a day; `user` is a hash. */
  pictures: (day: string, user: string) => `guchi:{budget}:${day}:pictures:${user}`,
  /** There for a minute after one change of the counters above. */
  spending: (change: string) => `guchi:{budget}:change:${change}`,
  /** Hash: what was sent of a job's answer to LINE (services/gateway/line/parcel.ts). */
  delivery: (id: string) => `guchi:{${shardOf(id)}}:delivery:${id}`,
  /** Set: the jobs that answer a LINE message. */
  lineMessage: (messageId: string) => `guchi:line:message:${messageId}`,
  /** There when the user took the message back. */
  lineUnsent: (messageId: string) => `guchi:line:unsent:${messageId}`,
  /** Sorted set: job → time of its event. An owner is a hash of a LINE user, group or room. */
  lineJobs: (owner: string) => `guchi:line:{${owner}}:jobs`,
  /** Everything of the owner up to this time (ms since the epoch) is to be forgotten. */
  lineForgotten: (owner: string) => `guchi:line:{${owner}}:forgotten`,
  /** The language that the owner last wrote in. */
  lineLanguage: (owner: string) => `guchi:line:{${owner}}:language`,
  /** Hash: job → answer that waits for the owner's next message. */
  lineKept: (owner: string) => `guchi:line:{${owner}}:kept`,
  /** The same, taken by a job that hands it over. */
  lineClaimed: (owner: string, id: string) => `guchi:line:{${owner}}:claimed:${id}`,
  /**
   * Hash: job whose answer was ever kept → where that is, so that none is kept twice and each is
   * found.
   */
  lineKeptState: (owner: string) => `guchi:line:{${owner}}:kept-state`,
  /** The stateless channel access token, sealed. */
  lineToken: "guchi:line:{token}",
  lineTokenLock: "guchi:line:{token}:lock",
} as const;

/**
 * BullMQ's key prefix for a queue: a hash tag of its own, so that each queue's keys share a slot
 * and queues spread.
 */
export const queuePrefix = (queue: string) => `guchi:{${queue}}`;

function hashOf(user: string): string {
  return createHash("sha256").update(user).digest("hex");
}

export function shardOf(id: string): number {
  return crc32(id) % SHARDS;
}
