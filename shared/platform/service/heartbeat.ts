import type { Redis } from "ioredis";
import { keys } from "../redis/keys.ts";

const BEAT_EVERY_MS = 2_000;
/** A worker that was not heard of for this long is not alive. */
const ALIVE_MS = 3 * BEAT_EVERY_MS;
/** After this the last sign of a worker that never came back is dropped. */
const FORGET_MS = 60_000;

/**
 * Tells every 2 s that a worker of the stage lives, until the returned function is called (which
 * also takes the sign back). A beat that fails is left out: the next one tells as much.
 */
export function startHeartbeat(
  redis: Redis,
  stage: string,
  instance: string,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const key = keys.workers(stage);
  const beat = () => {
    const now = Date.now();
    Promise.all([redis.zadd(key, now, instance), redis.zremrangebyscore(key, 0, now - FORGET_MS)]).catch(onError);
  };
  beat();
  const timer = setInterval(beat, BEAT_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await redis.zrem(key, instance).catch(onError); // it ends by itself, too
  };
}

/** How many workers of each stage were heard of lately. */
export async function workersAlive(redis: Redis, stages: readonly string[]): Promise<readonly number[]> {
  const since = Date.now() - ALIVE_MS;
  return Promise.all(stages.map((stage) => redis.zcount(keys.workers(stage), since, "+inf")));
}
