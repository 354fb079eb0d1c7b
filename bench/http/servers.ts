import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../shared/chain/testing/port.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { startOwnRedis, type OwnRedis } from "../own-redis.ts";

const ROOT = join(import.meta.dirname, "../..");
const START_MS = 60_000;

/** A server in a process of its own. */
export interface Server {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
}

/** What a bench of HTTP needs: a Redis, the product's gateway and its peer, and their end. */
export interface Stand {
  readonly redis: OwnRedis;
  readonly contenders: readonly Server[];
  stop(): Promise<void>;
}

export const CHANNEL_SECRET = "0123456789abcdef0123456789abcdef";

/**
 * Starts the gateway as `npm start` does, without settings but for LINE's and for room for what
 * nobody works on here, beside bare Fastify. BENCH_OLD may name another checkout, whose gateway is
 * measured, too: what a change brings.
 */
export async function startStand(): Promise<Stand> {
  const redis = await startOwnRedis();
  const dir = await mkdtemp(join(tmpdir(), "guchi-bench-"));
  const children: ChildProcess[] = [];
  const stop = () => children.forEach((child) => child.kill("SIGKILL"));
  process.once("exit", stop);
  const start = async (name: string, file: string, more: NodeJS.ProcessEnv = {}): Promise<Server> => {
    const port = await freePort();
    const env = { PATH: process.env["PATH"], REDIS_URL: redis.url, PORT: String(port), ...more };
    const flags = process.env["BENCH_NODE_FLAGS"]?.split(" ") ?? []; // such as --cpu-prof
    const child = spawn(process.execPath, [...flags, file], { env, stdio: ["ignore", "ignore", "inherit"] });
    children.push(child);
    await until(`${name} to answer`, async () => isUp(port), START_MS);
    return { name, port, pid: child.pid ?? 0 };
  };
  const gateway = {
    DATA_DIR: dir,
    MAX_QUEUED_JOBS: "1000000",
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: "x".repeat(172),
    PUBLIC_BASE_URL: "https://guchi.example",
  };
  const main = "services/gateway/main.ts";
  const { BENCH_OLD: old } = process.env;
  return {
    redis,
    contenders: [
      await start("gateway", join(ROOT, main), gateway),
      await start("bare Fastify", join(import.meta.dirname, "bare.ts")),
      ...(old === undefined ? [] : [await start("old gateway", join(old, main), gateway)]),
    ],
    stop: async () => {
      const ends = children.map(async (child) => once(child, "exit"));
      for (const child of children) child.kill("SIGTERM");
      await Promise.all(ends);
      process.off("exit", stop);
      await redis.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function isUp(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return response?.ok === true;
}
