import { setTimeout as sleep } from "node:timers/promises";
import { connectRedis, leaveRedis } from "@guchi/chain/redis/connect.ts";
import { addressOf, type RedisTarget } from "@guchi/chain/redis/target.ts";
import { redisProblem, refusal } from "../redis/requirements.ts";
import { sentinelProblem } from "../redis/sentinel-problem.ts";
import { isRefusedForNow, ofRedis } from "@guchi/chain/redis/trouble.ts";
import type { PlatformLog } from "../log-codes.ts";
import { StartError } from "./start-error.ts";

/** Pause before a Redis that refuses for now (it is full, say) is asked again, in ms. */
const AGAIN_MS = 1_000;

/**
 * Resolves once the Redis of `target` will do. Throws StartError, one line that names REDIS_URL and
 * what was met, when it never will: a wrong password, a replica, a node of a cluster under a plain
 * URL. Waits while it is away.
 */
export async function requireRedis(target: RedisTarget | undefined, log: Pick<PlatformLog, "warn">): Promise<void> {
  if (target === undefined) {
    throw new StartError("REDIS_URL must be set to start one service; `npm start` brings a Redis of its own");
  }
  const address = addressOf(target);
  const problem = address.kind === "sentinel" ? await sentinelProblem(address, target) : undefined;
  if (problem !== undefined) throw new StartError(`REDIS_URL: ${problem}`);
  const refused = Promise.withResolvers<never>();
  const redis = connectRedis(target, "worker", (error) => {
    const told = refusal(error); // of the handshake: it would be tried without end
    if (told === undefined) log.warn({ code: "redis.connection", err: ofRedis(error) }, "Redis connection");
    else refused.reject(new StartError(`REDIS_URL: ${told}`));
  });
  try {
    await Promise.race([refused.promise, untilGood()]);
  } finally {
    leaveRedis(redis);
  }

  async function untilGood(): Promise<void> {
    for (;;) {
      try {
        const problem = await redisProblem(redis);
        if (problem === undefined) return;
        throw new StartError(`REDIS_URL: ${problem}`);
      } catch (error) {
        if (!isRefusedForNow(error)) throw error;
        log.warn({ code: "redis.refuses_writes", err: error }, "Redis takes no writes yet");
        await sleep(AGAIN_MS);
      }
    }
  }
}
