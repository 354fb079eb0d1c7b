import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { keys } from "./keys.ts";

/** A random secret that all processes share, made by whoever asks first and kept in Redis. 256 bits, base64url. */
export async function sharedSecret(redis: Redis, name: string): Promise<string> {
  const key = keys.secret(name);
  await redis.set(key, randomBytes(32).toString("base64url"), "NX");
  const secret = await redis.get(key);
  if (secret === null) throw new Error(`Redis lost ${key}`);
  return secret;
}
