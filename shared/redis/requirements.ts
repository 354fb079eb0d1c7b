import type { Redis } from "ioredis";
import { isOldRedis } from "./find-server.mjs";

/**
 * What is wrong with this Redis, in one sentence, or undefined when it will do: version >= 6.2 and `noeviction` (a Redis
 * that evicts would lose jobs). Some hosted services forbid CONFIG: then the policy is read from INFO.
 */
export async function redisProblem(redis: Redis): Promise<string | undefined> {
  const info = await redis.info();
  const version = field(info, "redis_version") ?? "unknown";
  if (isOldRedis(version)) {
    return `this Redis is version ${version}, and Guchi needs 6.2 or newer`;
  }
  const policy = field(info, "maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    return `this Redis may evict jobs: its maxmemory-policy is ${policy} and must be noeviction`;
  }
  return undefined;
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
}
