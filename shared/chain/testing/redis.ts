import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { mastersOf } from "../redis/cluster.ts";
import { connectRedis, leaveRedis, whenReady, type ConnectionUse } from "../redis/connect.ts";
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
  /** Throws Error where the Redis was given. */
  readonly server: TestServer;
  readonly url: string;
  connect(use?: ConnectionUse): Redis;
  /** Ends the connections and the server, and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts one; where TEST_REDIS_URL is set, that one is emptied and used: the tests then run on a
 * cluster, or by Sentinels (test/redis-sets).
 */
export async function startTestRedis(): Promise<TestRedis> {
  const { TEST_REDIS_URL: given } = process.env;
  if (given !== undefined) return useGiven(given);
  const dir = await mkdtemp(join(tmpdir(), "chain-test-"));
  const server = await startTestServer(dir);
  const stop = async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return testRedis(server.url, stop, server);
}

async function useGiven(url: string): Promise<TestRedis> {
  const redis = connectRedis(url, "worker", () => undefined);
  await whenReady(redis);
  await emptyRedis(redis);
  leaveRedis(redis);
  return testRedis(url, async () => undefined);
}

function testRedis(url: string, stop: () => Promise<void>, server?: TestServer): TestRedis {
  const connections: Redis[] = [];
  return {
    get server() {
      if (server === undefined) throw new Error("This Redis is not the test's own");
      return server;
    },
    url,
    connect: (use = "worker") => {
      const redis = connectRedis(url, use, () => undefined);
      connections.push(redis);
      return redis;
    },
    stop: async () => {
      for (const redis of connections) leaveRedis(redis);
      await stop();
    },
  };
}

/** Takes everything out. */
export async function emptyRedis(redis: Redis): Promise<void> {
  await Promise.all((await mastersOf(redis)).map((master) => master.flushall()));
}

/** The names of all keys that fit the pattern. */
export async function keysOf(redis: Redis, pattern = "*"): Promise<string[]> {
  return (await Promise.all((await mastersOf(redis)).map((master) => master.keys(pattern)))).flat();
}

/** Every key of Redis with what it holds, as text: to look for what must not be there. */
export async function redisAsText(redis: Redis): Promise<string> {
  const names = await keysOf(redis);
  const values = await Promise.all(
    names.map(async (name) => {
      const type = await redis.type(name);
      if (type === "hash") return redis.hgetall(name);
      if (type === "list") return redis.lrange(name, 0, -1);
      if (type === "set") return redis.smembers(name);
      if (type === "zset") return redis.zrange(name, 0, "-1");
      if (type === "stream") return redis.xrange(name, "-", "+");
      // A lock's or a mark's time was over just now.
      return type === "string" ? redis.get(name) : undefined;
    }),
  );
  return JSON.stringify([names, values]);
}
