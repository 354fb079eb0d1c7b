import assert from "node:assert/strict";
import { layoutOf } from "@guchi/chain/layout.ts";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "./embedded.ts";
import { keys } from "./keys.ts";
import { keepRewriting } from "./rewrite.ts";

describe("the append-only file of the embedded Redis", () => {
  let dir: string;
  let redis: EmbeddedRedis;
  const ends: (() => unknown)[] = [];
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-test-"));
    redis = await startEmbeddedRedis(dir);
  });
  after(async () => {
    for (const end of ends) end();
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const filesWith = (words: string) => {
    const found = execFileSync("sh", ["-c", 'grep -rlaF -- "$1" "$2" || true', "sh", words, join(dir, "redis")]);
    return found.toString().trim().split("\n").filter(Boolean);
  };
  it("holds none of a purged job's words soon after, and is rewritten for nothing else", async () => {
    const connection = connectRedis(redis.url, "worker", () => undefined);
    ends.push(() => connection.disconnect());
    const records = new JobRecords(connection, { keys, ttlSeconds: 60 });
    const errors: unknown[] = [];
    ends.push(keepRewriting(redis.url, { lookEveryMs: 20, paceMs: 0, onError: (error) => errors.push(error) }));
    const job = await newJob(records, "job-1", "ひみつの愚痴その一");
    await newJob(records, "job-2", "のこる愚痴その二");
    await until("the words to be in it", () => filesWith("ひみつの愚痴その一").length === 1);
    const rewrites = async () => /aof_rewrites:(\d+)/.exec(await connection.info("persistence"))?.[1] ?? "";
    const before = await rewrites();

    assert.ok(await records.purge(job));

    await until("the words to be gone", () => filesWith("ひみつの愚痴その一").length === 0);
    await until("it to be noted", async () => (await connection.exists(keys.erased)) === 0);
    assert.ok(await records.exists("job-2"));
    const after = await rewrites();
    assert.notEqual(after, before);
    for (let look = 0; look < 5; look += 1) await connection.ping();
    assert.equal(await rewrites(), after);
    assert.deepEqual(errors, []);
  });

  it("is rewritten once for many purges, at a pace", async () => {
    const connection = connectRedis(redis.url, "worker", () => undefined);
    ends.push(() => connection.disconnect());
    for (const end of ends.splice(0, 2).toReversed()) end();
    const records = new JobRecords(connection, { keys, ttlSeconds: 60 });
    ends.push(keepRewriting(redis.url, { lookEveryMs: 20, paceMs: 60_000, onError: () => undefined }));
    await records.purge(await newJob(records, "job-3", "ひみつの愚痴その三"));
    await until("the first rewrite", async () => (await connection.exists(keys.erased)) === 0);
    const job = await newJob(records, "job-4", "ひみつの愚痴その四");
    await records.purge(job);
    assert.equal(await connection.get(keys.erased), "1", "it waits for its turn");
    await until("the words to be in it", () => filesWith("ひみつの愚痴その四").length === 1);
  });
});

async function newJob(records: JobRecords, id: string, text: string) {
  const layout = layoutOf([{ name: "sentiment", stage: "sentiment", group: 0, optional: false }]);
  const job = { id, pipeline: "guchi", layout, input: { text }, fingerprint: "f" };
  assert.equal(await records.create(job), "recorded");
  return job;
}
