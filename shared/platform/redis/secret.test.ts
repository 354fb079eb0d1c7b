import assert from "node:assert/strict";
import { test } from "node:test";
import { startTestRedis } from "@guchi/chain/testing/redis.ts";
import { SharedSecret } from "./secret.ts";

test("processes that share a secret agree on it again after Redis was emptied under them", async (t) => {
  const redis = await startTestRedis();
  t.after(() => redis.stop());
  const [a, b] = await Promise.all([
    SharedSecret.of(redis.connect(), "test"),
    SharedSecret.of(redis.connect(), "test"),
  ]);
  assert.equal(a.value, b.value);
  const before = a.value;
  await redis.connect().flushall();
  await a.agree();
  const late = await SharedSecret.of(redis.connect(), "test");
  assert.equal(late.value, before, "what was signed is good as before");

  await redis.connect().flushall();
  const first = await SharedSecret.of(redis.connect(), "test");
  await Promise.all([a.agree(), b.agree(), late.agree()]);
  assert.notEqual(first.value, before);
  assert.deepEqual([a.value, b.value, late.value], [first.value, first.value, first.value]);
});

test("a secret that is there is had from a Redis that takes no writes", async (t) => {
  const redis = await startTestRedis();
  t.after(() => redis.stop());
  const first = await SharedSecret.of(redis.connect(), "test");
  await redis.connect().config("SET", "maxmemory", "1");
  assert.equal((await SharedSecret.of(redis.connect(), "test")).value, first.value);
  await assert.rejects(SharedSecret.of(redis.connect(), "another"), /OOM/);
});
