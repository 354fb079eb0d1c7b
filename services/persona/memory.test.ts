import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { sealing } from "@guchi/chain/crypto/cipher.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { eraseSaid } from "@guchi/contracts/memory/last-said.ts";
import { useEmptyRedis } from "@guchi/chain/testing/empty-redis.ts";
import { redisAsText } from "@guchi/chain/testing/redis.ts";
import { createRedisPhraseMemory, PHRASE_MEMORY_TTL_MS } from "./memory.ts";

describe("the phrase memory", () => {
  const server = useEmptyRedis();

  it("tells the next job what she said last, and nothing to another user", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    assert.equal(await memory.previous("user", "job-1"), undefined);
    await memory.remember("user", "job-1", "one");
    assert.equal(await memory.previous("user", "job-2"), "one");
    assert.equal(await memory.previous("someone else", "job-2"), undefined);
  });

  it("answers a job that runs again after it remembered as it did in its first run", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    await memory.remember("user", "job-1", "one");
    assert.equal(await memory.previous("user", "job-1"), undefined);
    for (let run = 0; run < 3; run++) {
      assert.equal(await memory.previous("user", "job-2"), "one");
      await memory.remember("user", "job-2", "two");
    }
    assert.equal(await memory.previous("user", "job-3"), "two");
  });

  it("keeps her sentence sealed under DATA_KEY, and is as good as empty for who does not have it", async () => {
    const sealed = createRedisPhraseMemory(server.redis, { cipher: sealing([Buffer.alloc(32, 5)]) });
    await sealed.remember("user", "job-1", "ひみつの言葉");
    assert.ok(!(await redisAsText(server.redis)).includes("ひみつ"));
    assert.equal(await sealed.previous("user", "job-2"), "ひみつの言葉");
    assert.equal(await createRedisPhraseMemory(server.redis).previous("user", "job-2"), undefined);
  });

  it("keeps the user's id out of the key, and fades", async () => {
    await createRedisPhraseMemory(server.redis).remember("U4af4980629", "job-1", "one");
    const [key = ""] = await server.redis.keys("*");
    assert.match(key, /^guchi:persona:\{[\w-]{43}\}$/);
    const ttlMs = await server.redis.pttl(key);
    assert.ok(ttlMs > PHRASE_MEMORY_TTL_MS - 60_000 && ttlMs <= PHRASE_MEMORY_TTL_MS);
    await createRedisPhraseMemory(server.redis, { ttlMs: 5_000 }).remember("U4af4980629", "job-2", "two");
    assert.ok((await server.redis.pttl(key)) <= 5_000);
  });

  it("takes a damaged memory for none, and repairs it with the next sentence", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    await memory.remember("user", "job-1", "one");
    const [key = ""] = await server.redis.keys("*");
    await server.redis.hdel(key, "job");
    assert.equal(await memory.previous("user", "job-2"), undefined);
    await memory.remember("user", "job-2", "two");
    assert.equal(await memory.previous("user", "job-3"), "two");
  });

  it("does not take a Redis that fails for an empty memory", async () => {
    const failing = server.connect("producer");
    failing.disconnect();
    await assert.rejects(createRedisPhraseMemory(failing).previous("user", "job-1"), /Stream isn't writeable|closed/);
  });

  it("forgets what a purged job had her say, and nothing of another job", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    const erase = (job: string) => eraseSaid(job, server.redis, { input: { user: "gone" } } as unknown as JobRecord);
    await memory.remember("gone", "job-1", "one");
    await erase("job-0");
    assert.equal(await memory.previous("gone", "job-2"), "one");
    await memory.remember("gone", "job-2", "two");
    await erase("job-1");
    assert.ok(!(await redisAsText(server.redis)).includes("one"), "nor as what was said before");
    assert.equal(await memory.previous("gone", "job-3"), "two");
    await memory.remember("gone", "job-3", "three");
    await erase("job-3");
    assert.equal(await memory.previous("gone", "job-4"), "two", "the last one that is not forgotten");
    await erase("job-2");
    assert.deepEqual(await server.redis.keys("*"), []);
  });
});
