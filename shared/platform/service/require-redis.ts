import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import { redisProblem, refusal } from "../redis/requirements.ts";
import { isRefusedForNow, ofRedis } from "@guchi/chain/redis/trouble.ts";
import { StartError } from "./start-error.ts";

/** Pause before a Redis that refuses for now (it is full, say) is asked again, in ms. */
const AGAIN_MS = 1_000;

/**
 * Resolves once the Redis of `url` will do. Throws StartError, one line that names REDIS_URL and
 * what was met, when it never will: a wrong password, a replica, a node of a cluster. Waits while
 * it is away.
 */
export async function requireRedis(url: string | undefined, log: Logger): Promise<void> {
  if (url === undefined) {
    throw new StartError("REDIS_URL must be set to start one service; `npm start` brings a Redis of its own");
  }
  const refused = Promise.withResolvers<never>();
  const redis = connectRedis(url, "worker", (error) => {
    const problem = refusal(error); // of the handshake: it would be tried without end
    if (problem === undefined) log.warn({ err: ofRedis(error) }, "Redis connection");
    else refused.reject(new StartError(`REDIS_URL: ${problem}`));
  });
  try {
    await Promise.race([refused.promise, untilGood()]);
  } finally {
    redis.disconnect();
  }

  async function untilGood(): Promise<void> {
    for (;;) {
      try {
        const problem = await redisProblem(redis);
        if (problem === undefined) return;
        throw new StartError(`REDIS_URL: ${problem}`);
      } catch (error) {
        if (!isRefusedForNow(error)) throw error;
        log.warn({ err: error }, "Redis takes no writes yet");
        await sleep(AGAIN_MS);
      }
    }
  }
}
