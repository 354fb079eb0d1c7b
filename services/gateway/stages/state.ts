import type { Queues, StageQueue } from "@guchi/chain/queues.ts";
import type { StageState } from "@guchi/contracts/stages.ts";
import { workersAlive } from "@guchi/platform/service/heartbeat.ts";
import type { Redis } from "ioredis";

/** BullMQ's score of a prioritized entry: the priority times this, plus a counter. */
const BAND = 0x1_0000_0000;

/** How each stage stands now. */
export async function stageStates(
  { redis, queues }: { readonly redis: Redis; readonly queues: Queues },
  stages: readonly string[],
): Promise<readonly StageState[]> {
  const alive = await workersAlive(redis, stages);
  return Promise.all(stages.map(async (name, at) => stateOf(redis, queues.get(name), name, alive[at] ?? 0)));
}

async function stateOf(redis: Redis, queue: StageQueue, name: string, workers: number): Promise<StageState> {
  const [counts, paused, since] = await Promise.all([
    queue.getJobCounts("waiting", "prioritized", "active", "delayed", "failed"),
    queue.isPaused(),
    waitingSince(redis, queue),
  ]);
  const count = (state: string) => counts[state] ?? 0;
  return {
    name,
    workers,
    waiting: count("waiting") + count("prioritized"),
    active: count("active"),
    delayed: count("delayed"),
    failed: count("failed"),
    oldestWaitingSeconds: since === undefined ? 0 : Math.max(0, Date.now() - since) / 1_000,
    paused,
  };
}

/**
 * Since when the oldest waiting entry waits, in ms since the epoch: the next one of the list, or of
 * the first or the last priority. (Within a priority they are in order; those between are not
 * looked at.) Of another attempt: since the one before.
 */
async function waitingSince(redis: Redis, queue: StageQueue): Promise<number | undefined> {
  const prioritized = queue.toKey("prioritized");
  const [next, first, last] = await Promise.all([
    redis.lindex(queue.toKey("wait"), -1),
    redis.zrange(prioritized, 0, "0"),
    redis.zrevrange(prioritized, 0, 0, "WITHSCORES"),
  ]);
  const band = Math.floor(Number(last[1] ?? 0) / BAND) * BAND;
  const ofLast = last.length === 0 ? [] : await redis.zrangebyscore(prioritized, band, "+inf", "LIMIT", 0, 1);
  const entries = new Set([...(next === null ? [] : [next]), ...first, ...ofLast]);
  const times = await Promise.all(
    [...entries].map(async (entry) => {
      const told = await redis.hmget(queue.toKey(entry), "timestamp", "processedOn");
      return Math.max(...told.map(Number));
    }),
  );
  const known = times.filter((time) => time > 0);
  return known.length === 0 ? undefined : Math.min(...known);
}
