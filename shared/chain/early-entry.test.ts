import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { testChain, testPipeline, testStage } from "./testing/chain.ts";
import { useEmptyRedis } from "./testing/empty-redis.ts";
import { until } from "./testing/until.ts";

describe("a queue entry without a record", { timeout: 60_000 }, () => {
  const redis = useEmptyRedis();
  const route = testPipeline({ name: "route", steps: ["a"] });
  const step = { name: "a", stage: "a" };

  it("is met again while the record may still come, as from another node of a cluster", async (t) => {
    const chain = testChain(redis, [route]);
    t.after(() => chain.close());
    await chain.work(testStage("a", async () => ({ done: true }))).ready();
    const id = randomUUID();
    await chain.queues.add({ id, pipeline: "route" }, step);
    const queue = chain.queues.get("a");
    await until("the entry to be put off", async () => (await queue.getDelayedCount()) === 1);
    await chain.recordOnly(id, "route");
    assert.deepEqual((await chain.finished(id)).step("a").result, { done: true });
    const events = (await chain.records.history(id)).map((entry) => entry?.[1]);
    assert.ok(!events.includes("requeued"), "by itself, and not by the sweep");
  });

  it("is removed at once where its job was purged, and where no record came within 5 s", async (t) => {
    const chain = testChain(redis, [route]);
    t.after(() => chain.close());
    const queue = chain.queues.get("a");
    const [purged, old] = [randomUUID(), randomUUID()];
    await chain.recordOnly(purged, "route");
    await chain.client.purge(purged);
    for (const id of [purged, old]) await chain.queues.add({ id, pipeline: "route" }, step);
    await queue.getJob(`${old}.a`).then((entry) => entry && chain.redis.hset(queue.toKey(`${old}.a`), "timestamp", 1));
    await chain.work(testStage("a", async () => assert.fail("it ran"))).ready();
    await until("the entries to be gone", async () => {
      const left = await Promise.all([purged, old].map((id) => chain.redis.exists(queue.toKey(`${id}.a`))));
      return left.every((each) => each === 0);
    });
  });
});
