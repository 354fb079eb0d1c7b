import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { PAYLOAD_VERSION, queueJobId } from "./queues.ts";
import { sweep } from "./sweep.ts";

/**
 * The rule (docs/guarantees.md, "Deploys"): a version understands what the version before it left in Redis. What 0.1.0 wrote
 * stands here as it wrote it.
 */
describe("a newer version meets what an older one left", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("goes on with a job of 0.1.0: its record, history and queue entry", async () => {
    const chain = testChain(redis, [testPipeline({ name: "old", steps: ["old-a", "old-b"] })]);
    const id = "01a20000-0000-7000-8000-000000000001";
    const now = String(Date.now());
    await chain.redis.hset(keys.job(id), {
      v: "1",
      pipeline: "old",
      status: "running",
      input: '{"text":"x"}',
      fingerprint: "f",
      createdAt: now,
      updatedAt: now,
      m0: `1,${now},${now}`,
      r0: '{"by":"0.1.0"}',
    });
    await chain.redis.rpush(keys.history(id), `[${now},"created",-1,0,""]`, `[${now},"completed",0,1,"local"]`);
    await chain.redis.zadd(keys.openOf(id), now, id);
    await chain.queues.get("old-b").add("old", { v: 1, job: id, place: 1 }, { jobId: `${id}-1` });
    chain.work(testStage("old-a", async () => assert.fail("it is done")));
    chain.work(testStage("old-b", async (input) => ({ saw: input })));
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.deepEqual(record.place(1).result, { saw: { text: "x", "old-a": { by: "0.1.0" } } });
    assert.equal((await chain.records.history(id)).filter((entry) => entry === undefined).length, 0);
    const listed = await chain.index.page({ pipelines: ["old"], statuses: ["completed"], limit: 1 });
    assert.deepEqual(
      listed.map((place) => place.id),
      [id],
      "it comes into the list",
    );
    await chain.close();
  });

  it("fails an entry of a newer version alone, visibly, and the sweep tells the job", async () => {
    const chain = testChain(redis, [testPipeline({ name: "new", steps: ["new-a"] })]);
    const { id } = await chain.client.start("new", {});
    const queue = chain.queues.get("new-a");
    const entry = queueJobId({ job: id, place: 0 });
    await queue.remove(entry);
    await queue.add("new", { v: (PAYLOAD_VERSION + 1) as 1, job: id, place: 0 }, { jobId: entry });
    chain.work(testStage("new-a", async () => assert.fail("must not guess")));
    await until("the entry to fail", async () => (await queue.getJobState(entry)) === "failed");
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain });
    const record = await chain.records.read(id);
    assert.equal(record?.status, "failed");
    assert.equal(record?.place(0).failure?.code, "invalid_input");
    await chain.close();
  });
});
