import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { connectRedis, type ConnectionUse } from "../redis/connect.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "@guchi/platform/redis/embedded.ts";

/** A real Redis for one test file, in a directory of its own. */
export interface TestRedis {
  readonly embedded: EmbeddedRedis;
  readonly url: string;
  connect(use?: ConnectionUse): Redis;
  /** Ends the connections and the server, and removes its files. */
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), "guchi-test-"));
  const embedded = await startEmbeddedRedis(dir);
  const connections: Redis[] = [];
  return {
    embedded,
    url: embedded.url,
    connect: (use = "worker") => {
      const redis = connectRedis(embedded.url, use, () => undefined);
      connections.push(redis);
      return redis;
    },
    stop: async () => {
      for (const redis of connections) redis.disconnect();
      await embedded.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Every key of Redis with what it holds, as text: to look for what must not be there. */
export async function redisAsText(redis: Redis): Promise<string> {
  const names = await redis.keys("*");
  const values = await Promise.all(
    names.map(async (name) => {
      const type = await redis.type(name);
      if (type === "hash") return redis.hgetall(name);
      if (type === "list") return redis.lrange(name, 0, -1);
      if (type === "set") return redis.smembers(name);
      if (type === "zset") return redis.zrange(name, 0, "-1");
      if (type === "stream") return redis.xrange(name, "-", "+");
      return type === "string" ? redis.get(name) : undefined; // a lock's or a mark's time was over just now
    }),
  );
  return JSON.stringify([names, values]);
}
