import type { Redis } from "ioredis";
import type { ChainKeys } from "./keys.ts";

/**
 * Notes that something was erased, which the append-only file of Redis still tells: whoever runs
 * that Redis rewrites the file (rewrite.ts). With a Redis of somebody else's, nobody looks.
 */
export async function noteErased(redis: Pick<Redis, "incr">, keys: ChainKeys): Promise<void> {
  await redis.incr(keys.erased);
}
