import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Redis } from "ioredis";
import { redisOptions } from "@guchi/chain/redis/target.ts";
import { startEmbeddedRedis } from "./embedded.ts";

test("a Redis that an earlier run left behind is ended, and what it held is there", async (t) => {
  const dir = await newDir(t);
  const earlier = await startEmbeddedRedis(dir);
  await withRedis(earlier.url, (redis) => redis.set("word", "kept"));

  const redis = await startEmbeddedRedis(dir);
  t.after(() => redis.stop());

  await earlier.exited;
  assert.equal(await withRedis(redis.url, (connection) => connection.get("word")), "kept");
});

test("no second Redis is started beside one that does not end", async (t) => {
  const dir = await newDir(t);
  const earlier = await startEmbeddedRedis(dir);
  await withRedis(earlier.url, (redis) => redis.set("word", "kept"));
  earlier.process.kill("SIGSTOP");
  t.after(() => earlier.process.kill("SIGKILL"));

  await assert.rejects(
    startEmbeddedRedis(dir),
    /redis-server of an earlier run at .*redis\.sock does not end: kill it\.$/,
  );

  earlier.process.kill("SIGKILL");
  await earlier.exited;
  const redis = await startEmbeddedRedis(dir);
  t.after(() => redis.stop());
  assert.equal(await withRedis(redis.url, (connection) => connection.get("word")), "kept");
});

test("a damaged append-only file is told of in one line, with the folder and what to do", async (t) => {
  const dir = await newDir(t);
  const earlier = await startEmbeddedRedis(dir);
  await withRedis(earlier.url, (redis) => redis.set("word", "kept"));
  await earlier.stop();
  const folder = join(dir, "redis", "appendonlydir");
  const file = (await readdir(folder)).find((name) => name.includes("incr")) ?? "";
  await appendFile(join(folder, file), Buffer.alloc(4_096));

  const failure = await startEmbeddedRedis(dir).then(
    () => assert.fail("it started"),
    (error: Error) => error.message,
  );

  assert.equal(failure.split("\n").length, 1);
  assert.ok(failure.startsWith(`The append-only file in ${folder} is damaged: copy this folder, then run`), failure);
  const [, command = ""] = /`(.*?)`/.exec(failure) ?? [];
  execFileSync("sh", ["-c", command], { input: "y\n" });
  const redis = await startEmbeddedRedis(dir);
  t.after(() => redis.stop());
  assert.equal(await withRedis(redis.url, (connection) => connection.get("word")), "kept");
});

async function newDir(t: { after(clear: () => Promise<void>): void }): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "guchi-test-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function withRedis<Value>(url: string, use: (redis: Redis) => Promise<Value>): Promise<Value> {
  const redis = new Redis(redisOptions(url));
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
