import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findRedisServer } from "../redis/find-server.mjs";
import { until } from "./until.ts";

export type RedisServer = Awaited<ReturnType<typeof startRedisServer>>;

/**
 * A redis-server on a port of 127.0.0.1, started with `args` (`--requirepass x`, `--sentinel` …) in a directory of its own.
 * Resolves when it answers. `admin` is a connection that a test orders it about with; `login` is what that one needs.
 */
export async function startRedisServer(args: readonly string[] = [], login: { readonly password?: string } = {}) {
  const { server } = findRedisServer();
  if (server === undefined) throw new Error("There is no redis-server");
  const dir = await mkdtemp(join(tmpdir(), "guchi-redis-"));
  const port = await freePort();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", ""];
  const child = spawn(server.command, [...settings, "--loglevel", "warning", ...args], { stdio: "ignore", cwd: dir });
  const ended = once(child, "exit");
  const admin = new Redis({ port, host: "127.0.0.1", enableReadyCheck: false, ...login });
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
