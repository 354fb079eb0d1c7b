import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import { keys } from "./keys.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";

const LOOK_EVERY_MS = 60_000;
/**
 * A rewrite copies the whole store (47 s for 10^6 jobs), so that many purges share one. Three times
 * within the promised hour.
 */
const PACE_MS = 1_200_000;
/**
 * What expires is in the file, too, until it is rewritten; Redis itself does that only once the
 * file has doubled, at 64 MB.
 */
const AT_LEAST_EVERY_MS = 86_400_000;
const POLL_MS = 100;

interface Options {
  readonly lookEveryMs?: number;
  readonly paceMs?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Rewrites the append-only file of our own Redis within the hour in which something was erased
 * (erased.ts), and once a day for what has expired: until then the file tells every word that was
 * ever written. The returned function ends it.
 */
export function keepRewriting(
  url: string,
  { lookEveryMs = LOOK_EVERY_MS, paceMs = PACE_MS, onError }: Options,
): () => void {
  // While Redis is away a look fails, and the next one is made.
  const redis = connectRedis(url, "producer", () => undefined);
  let lastAt = Date.now() - paceMs;
  const dailyFrom = Date.now();
  const look = async () => {
    if (redis.status !== "ready" || Date.now() - lastAt < paceMs) return;
    const isDaily = Date.now() - Math.max(lastAt, dailyFrom) > AT_LEAST_EVERY_MS;
    const erased = await redis.get(keys.erased);
    if (erased === null && !isDaily) return;
    lastAt = Date.now();
    await rewrite(redis, erased);
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => {
        if (redis.status === "ready") onError(error);
      })
      .finally(() => (looking = false));
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
    redis.disconnect();
  };
}

/**
 * Rewrites the append-only file and waits for it; then nothing is erased that it still tells,
 * unless more was erased meanwhile. Throws Error when Redis could not; what is noted stays noted.
 */
async function rewrite(redis: Redis, erased: string | null): Promise<void> {
  // Redis refuses when one runs already, which may have begun before the purge.
  await redis.bgrewriteaof();
  let info = await redis.info("persistence");
  while (/^aof_rewrite_(in_progress|scheduled):1/m.test(info)) {
    await sleep(POLL_MS);
    info = await redis.info("persistence");
  }
  if (!/^aof_last_bgrewrite_status:ok/m.test(info)) throw new Error("Redis could not rewrite its append-only file");
  if (erased !== null) await clearScript(redis, { erased: keys.erased }, { count: erased });
}

/** `count`: what the rewrite began with. */
const clearScript = defineScript(
  "guchiClearErased",
  { keys: ["erased"], args: ["count"] },
  `if redis.call('GET', erased) == count then return redis.call('DEL', erased) end return 0`,
);
