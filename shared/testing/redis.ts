import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { connectRedis, type ConnectionUse } from "../redis/connect.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "../redis/embedded.ts";

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
