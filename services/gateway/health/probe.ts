import type { Redis } from "ioredis";
import { healthKeys } from "./keys.ts";

/** How long the key that is written is kept, in ms. */
const KEPT_MS = 60_000;

/** Rejects while Redis takes no writes, or is away. */
export async function tryWrite(redis: Pick<Redis, "set">): Promise<void> {
  await redis.set(healthKeys.writable, Date.now(), "PX", KEPT_MS);
}
