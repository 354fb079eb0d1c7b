import type { Redis } from "ioredis";
import { keys } from "./keys.ts";

/**
 * Notes that something was erased, which the append-only file of Redis still tells: whoever runs
 * that Redis rewrites the file (rewrite.ts). With a Redis of somebody else's, nobody looks.
 */
export async function noteErased(redis: Pick<Redis, "incr">): Promise<void> {
  await redis.incr(keys.erased);
}
