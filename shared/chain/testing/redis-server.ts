import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findRedisServer } from "../redis/find-server.mjs";
import { freePort } from "./port.ts";
import { until } from "./until.ts";

export type RedisServer = Awaited<ReturnType<typeof startRedisServer>>;

interface Options {
  /** Password of the default user, for the connection `admin`. */
  readonly password?: string;
  /** A Sentinel, which watches nothing. */
  readonly sentinel?: boolean;
}

/**
 * A redis-server on a port of 127.0.0.1, started with `args` (`--requirepass x` …) in a directory
 * of its own. Resolves when it answers. `admin` is a connection over which a test orders it about.
 */
export async function startRedisServer(args: readonly string[] = [], { password, sentinel = false }: Options = {}) {
  const { server } = findRedisServer();
  if (server === undefined) throw new Error("There is no redis-server");
  const dir = await mkdtemp(join(tmpdir(), "chain-redis-"));
  const port = await freePort();
  const file = join(dir, "redis.conf");
  await writeFile(file, `port ${port}\nbind 127.0.0.1\ndir ${dir}\nloglevel warning\n${sentinel ? "" : 'save ""\n'}`);
  const child = spawn(server.command, [file, ...(sentinel ? ["--sentinel"] : []), ...args], {
    stdio: "ignore",
    cwd: dir,
  });
  const ended = once(child, "exit");
  const admin = new Redis({ port, host: "127.0.0.1", enableReadyCheck: false, ...(password && { password }) });
  admin.on("error", () => undefined);
  await until("redis-server", async () => (await admin.ping().catch(() => undefined)) === "PONG");
  return {
    port,
    dir,
    url: `redis://127.0.0.1:${port}`,
    process: child,
    admin,
    stop: async () => {
      admin.disconnect();
      child.kill("SIGKILL");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
