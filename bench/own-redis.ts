import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { connectRedis, type ConnectionUse } from "../shared/chain/redis/connect.ts";
import { startEmbeddedRedis } from "../shared/platform/redis/embedded.ts";

/** A Redis for one bench: the product's own, AOF everysec, in a directory that goes with it. */
export interface OwnRedis {
  readonly url: string;
  readonly pid: number;
  /** Opens a connection that `stop` closes. */
  readonly connect: (use?: ConnectionUse) => Redis;
  stop(): Promise<void>;
}

export async function startOwnRedis(): Promise<OwnRedis> {
  const dir = await mkdtemp(join(tmpdir(), "guchi-bench-"));
  const server = await startEmbeddedRedis(dir);
  // It is a process group of its own: however the bench ends, it ends, too.
  process.once("exit", () => server.process.kill("SIGKILL"));
  process.once("SIGTERM", () => process.exit(1));
  const connections: Redis[] = [];
  return {
    url: server.url,
    pid: server.process.pid ?? 0,
    connect: (use = "worker") => {
      const redis = connectRedis(server.url, use, fail);
      connections.push(redis);
      return redis;
    },
    stop: async () => {
      for (const redis of connections) redis.disconnect();
      await server.stop();
      await rm(dir, { recursive: true });
    },
  };
}

function fail(error: Error): void {
  throw error;
}
