import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Redis } from "ioredis";
import { redisOptions } from "@guchi/chain/redis/target.ts";
import { startEmbeddedRedis } from "../redis/embedded.ts";
import { slowRedisServer } from "@guchi/chain/testing/slow-redis-server.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keepRedis } from "./kept-redis.ts";

const KEYS = 60;
const ignore = () => undefined;

describe("an embedded Redis that takes its time to load", { timeout: 60_000 }, () => {
  let dir: string;
  let fastAgain: () => Promise<void>;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-kept-"));
    const redis = await startEmbeddedRedis(dir);
    const client = new Redis(redisOptions(redis.url));
    await Promise.all(Array.from({ length: KEYS }, (_, key) => client.set(`key-${key}`, randomBytes(2_000))));
    await client.bgrewriteaof(); // while it reads the base file, it answers after each key
    await until("the rewrite", async () => /aof_rewrite_in_progress:0/.test(await client.info("persistence")));
    client.disconnect();
    await redis.stop();
    fastAgain = await slowRedisServer();
  });
  after(async () => {
    await fastAgain();
    await rm(dir, { recursive: true, force: true });
  });

  it("is waited for as long as it says that it loads, and its progress is told", async () => {
    const told: number[] = [];
    const onLoading = (percent: number) => told.push(percent);
    const redis = await startEmbeddedRedis(dir, { timeoutMs: 500, onLoading });
    const client = new Redis(redisOptions(redis.url));
    assert.equal(await client.dbsize(), KEYS);
    client.disconnect();
    await redis.stop();
    assert.ok(told.length > 2 && (told.at(-1) ?? 0) > (told[0] ?? 0), `told ${told.join()}`);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
  });

  it("comes back although it is killed again while it comes up, and says what it met", async (t) => {
    const crashes: string[] = [];
    const kept = await keepRedis(dir, {
      onCrash: (why) => crashes.push(why),
      onLoading: ignore,
      onRewriteError: ignore,
    });
    t.after(() => kept.stop());
    await killRedis(dir);
    for (let time = 1; time <= 2; time += 1) {
      await until("it to come up", async () => (await processesOf(dir)).length > 0);
      await killRedis(dir);
      await until("the failure to be told", () => crashes.length > time);
    }
    const client = new Redis({ ...redisOptions(kept.url), retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on("error", () => undefined);
    assert.equal(await client.dbsize(), KEYS);
    client.disconnect();
    assert.equal(crashes[0], "it ended");
    for (const why of crashes.slice(1)) assert.match(why, /^The embedded redis-server did not start \(SIGKILL\): /);
    assert.ok(!crashes.join().includes("Ready to accept"), "what an earlier one wrote is no reason");
    await kept.stop();
    assert.deepEqual(await processesOf(dir), []);
  });

  it("is ended by a stop in the middle of its restart", async () => {
    const kept = await keepRedis(dir, { onCrash: ignore, onLoading: ignore, onRewriteError: ignore });
    await killRedis(dir);
    await until("it to come up", async () => (await processesOf(dir)).length > 0);
    await kept.stop();
    assert.deepEqual(await processesOf(dir), []);
  });
});

async function killRedis(dir: string): Promise<void> {
  const pids = await processesOf(dir);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await until("it to be gone", async () => {
    const left = await processesOf(dir);
    return pids.every((pid) => !left.includes(pid));
  });
}

/** The redis-servers that name this directory. Linux only. */
async function processesOf(dir: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "");
      return command.startsWith("redis-server") && command.includes(dir);
    }),
  );
  return pids.filter((_, index) => found[index]).map(Number);
}
