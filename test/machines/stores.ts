import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import Type from "typebox";
import { findRedisServer } from "../../shared/chain/redis/find-server.mjs";
import { parseAs } from "../../shared/chain/schema.ts";
import { Machine } from "./network.ts";

const REDIS_PORT = 6_379;
const REPLICA_PORT = 6_380;
const SENTINEL_PORT = 26_379;
/** As the Sentinel calls it. */
const PRIMARY = "guchi";
const S3_PORT = 9_000;

/**
 * A Redis with its replica and a Sentinel on a machine of their own, with what they write in `dir`.
 * Returns the URL of the primary, and the one by which services ask the Sentinel for it.
 */
export async function startRedis(dir: string): Promise<{ readonly primaryUrl: string; readonly url: string }> {
  const machine = await Machine.start("redis", 3);
  const { address } = machine;
  const command = findRedisServer().server?.command ?? "redis-server";
  const start = async (port: number, ...more: readonly string[]) => {
    const place = join(dir, String(port));
    await mkdir(place);
    const file = join(place, "sentinel.conf"); // a Sentinel keeps what it learns there
    await writeFile(file, "");
    const common = ["--bind", address, "--port", String(port), "--protected-mode", "no", "--dir", place];
    machine.spawn(command, [...(more[0] === "--sentinel" ? [file] : []), ...common, ...more], process.env, "ignore");
    const redis = new Redis({ host: address, port, retryStrategy: () => 100, maxRetriesPerRequest: null });
    redis.on("error", () => undefined); // it is not up yet
    await redis.ping();
    redis.disconnect();
  };
  const data = ["--appendonly", "yes", "--save", ""];
  await start(REDIS_PORT, ...data);
  await start(REPLICA_PORT, ...data, "--replicaof", address, String(REDIS_PORT));
  await start(SENTINEL_PORT, "--sentinel", "--sentinel", "monitor", PRIMARY, address, String(REDIS_PORT), "1");
  return {
    primaryUrl: `redis://${address}:${REDIS_PORT}`,
    url: `redis+sentinel://${address}:${SENTINEL_PORT}/${PRIMARY}`,
  };
}

const Env = Type.Record(Type.String(), Type.String());

/** An S3 store on a machine of its own. Returns the settings that lead there. */
export async function startS3(): Promise<Record<string, string>> {
  const machine = await Machine.start("s3", 4);
  const args = [join(import.meta.dirname, "s3.ts"), machine.address, String(S3_PORT)];
  const child = machine.spawn(process.execPath, args, process.env, ["ignore", "inherit", "inherit", "ipc"]);
  const [told]: unknown[] = await once(child, "message");
  return parseAs(Env, told);
}
