import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { connectRedis, whenReady, type ConnectionUse } from "../redis/connect.ts";
import { findRedisServer } from "../redis/find-server.mjs";

/** A Redis of its own, behind a socket. */
export interface TestServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it in order; what it holds stays in its directory. */
  stop(): Promise<void>;
}

/** Starts a Redis over what `dir` holds, durable as in production. */
export async function startTestServer(dir: string): Promise<TestServer> {
  const { server } = findRedisServer();
  if (server === undefined) throw new Error("There is no redis-server");
  const socket = join(dir, "s");
  const args = ["--port", "0", "--unixsocket", socket, "--dir", dir, "--appendonly", "yes", "--save", ""];
  const child = spawn(server.command, args, { stdio: "ignore" });
  const exited = once(child, "exit");
  const url = `unix://${socket}`;
  const redis = connectRedis(url, "worker", () => undefined);
  await whenReady(redis);
  redis.disconnect();
  return {
    url,
    process: child,
    stop: async () => {
      child.kill("SIGCONT"); // a test may have frozen it
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** A real Redis for one test file, in a directory of its own. */
export interface TestRedis {
  readonly server: TestServer;
  readonly url: string;
  connect(use?: ConnectionUse): Redis;
  /** Ends the connections and the server, and removes its files. */
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), "chain-test-"));
  const server = await startTestServer(dir);
  const connections: Redis[] = [];
  return {
    server,
    url: server.url,
    connect: (use = "worker") => {
      const redis = connectRedis(server.url, use, () => undefined);
      connections.push(redis);
      return redis;
    },
    stop: async () => {
      for (const redis of connections) redis.disconnect();
      await server.stop();
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
