import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { sealing } from "@guchi/chain/crypto/cipher.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { MOST_NOTES } from "@guchi/contracts/memory/latest-notes.ts";
import { useEmptyRedis } from "@guchi/chain/testing/empty-redis.ts";
import { redisAsText } from "@guchi/chain/testing/redis.ts";
import { createRedisPhraseMemory, LAST_SAID, PHRASE_MEMORY_TTL_MS, type PhraseMemory } from "./memory.ts";

describe("the phrase memory", () => {
  const server = useEmptyRedis();

  it("tells the next job what she said lately, the oldest first, and nothing to another user", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    assert.deepEqual(await memory.before("user", "job-1"), []);
    const first = { message: "one", subject: "残業", language: "ja", grave: false, at: 1_800_000_000_000 } as const;
    await memory.remember("user", "job-1", first);
    await memory.remember("user", "job-2", said("two"));
    assert.deepEqual(await memory.before("user", "job-3"), [first, said("two")]);
    assert.deepEqual(await memory.before("someone else", "job-3"), []);
  });

  it("answers a job that runs again after it remembered as it did in its first run", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    await memory.remember("user", "job-1", said("one"));
    assert.deepEqual(await heard(memory, "user", "job-1"), []);
    for (let run = 0; run < 3; run++) {
      assert.deepEqual(await heard(memory, "user", "job-2"), ["one"]);
      await memory.remember("user", "job-2", said("two"));
    }
    await memory.remember("user", "job-3", said("three"));
    assert.deepEqual(await heard(memory, "user", "job-2"), ["one"]);
    assert.deepEqual(await heard(memory, "user", "job-4"), ["one", "two", "three"]);
  });

  it("keeps the last fifty jobs", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    for (let job = 0; job < MOST_NOTES + 10; job++) await memory.remember("user", `job-${job}`, said(`${job}`));
    const kept = await heard(memory, "user", "another");
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [MOST_NOTES, "10", "59"]);
  });

  it("lets each note go when its time is over, however often the user comes back", async () => {
    const memory = createRedisPhraseMemory(server.redis, { ttlMs: 60_000 });
    await memory.remember("user", "job-1", said("one"));
    const [key = ""] = await server.redis.keys("*");
    const [, note = ""] = /^\d+ (.*)$/.exec((await server.redis.hget(key, "job-1")) ?? "") ?? [];
    await server.redis.hset(key, "job-1", `${Date.now() - 61_000} ${note}`);
    assert.deepEqual(await heard(memory, "user", "job-2"), []);
    await memory.remember("user", "job-2", said("two"));
    assert.deepEqual(await server.redis.hkeys(key), ["job-2"]);
  });

  it("keeps her sentence sealed under DATA_KEY, and is as good as empty for who does not have it", async () => {
    const sealed = createRedisPhraseMemory(server.redis, { cipher: sealing([Buffer.alloc(32, 5)]) });
    await sealed.remember("user", "job-1", { ...said("ひみつの言葉"), subject: "残業" });
    assert.doesNotMatch(await redisAsText(server.redis), /ひみつ|残業/);
    assert.deepEqual(await heard(sealed, "user", "job-2"), ["ひみつの言葉"]);
    assert.deepEqual(await createRedisPhraseMemory(server.redis).before("user", "job-2"), []);
  });

  it("keeps the user's id out of the key, and fades", async () => {
    await createRedisPhraseMemory(server.redis).remember("U4af4980629", "job-1", said("one"));
    const [key = ""] = await server.redis.keys("*");
    assert.match(key, /^guchi:persona:\{[\w-]{43}\}$/);
    const ttlMs = await server.redis.pttl(key);
    assert.ok(ttlMs > PHRASE_MEMORY_TTL_MS - 60_000 && ttlMs <= PHRASE_MEMORY_TTL_MS);
    await createRedisPhraseMemory(server.redis, { ttlMs: 5_000 }).remember("U4af4980629", "job-2", said("two"));
    assert.ok((await server.redis.pttl(key)) <= 5_000);
  });

  it("leaves out what is damaged, and goes on after it", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    await memory.remember("user", "job-1", said("one"));
    const [key = ""] = await server.redis.keys("*");
    await server.redis.hset(key, "job-2", "no note", "job-3", "7 {}", "job-4", "8 {");
    assert.deepEqual(await heard(memory, "user", "job-5"), ["one"]);
    await memory.remember("user", "job-5", said("five"));
    assert.deepEqual(await heard(memory, "user", "job-6"), ["one", "five"]);
  });

  it("does not take a Redis that fails for an empty memory", async () => {
    const failing = server.connect("producer");
    failing.disconnect();
    await assert.rejects(createRedisPhraseMemory(failing).before("user", "job-1"), /Stream isn't writeable|closed/);
  });

  it("forgets what a purged job had her say, and nothing of another job", async () => {
    const memory = createRedisPhraseMemory(server.redis);
    const record = { input: { user: "gone" } } as unknown as JobRecord;
    const erase = (job: string) => LAST_SAID.eraseFirst(job, { redis: server.redis, record });
    await memory.remember("gone", "job-1", said("one"));
    await erase("job-0");
    assert.deepEqual(await heard(memory, "gone", "job-2"), ["one"]);
    await memory.remember("gone", "job-2", said("two"));
    await erase("job-1");
    assert.ok(!(await redisAsText(server.redis)).includes("one"));
    assert.deepEqual(await heard(memory, "gone", "job-3"), ["two"]);
    await erase("job-2");
    assert.deepEqual(await server.redis.keys("*"), []);
  });
});

const said = (message: string) => ({ message, at: 0 });

async function heard(memory: PhraseMemory, user: string, job: string): Promise<readonly string[]> {
  return (await memory.before(user, job)).map(({ message }) => message);
}
