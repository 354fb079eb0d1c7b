import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { endDeadLocks } from "./testing/dead-locks.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { queueJobId, Queues } from "./queues.ts";
import { sweep } from "./sweep.ts";

describe("the chain under crashes", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("takes up a stage whose process was killed, says of which job, and records one result", async () => {
    const chain = testChain(redis, [testPipeline({ name: "c1", steps: ["c1-a", "c1-b"] })]);
    const { id } = await chain.client.start("c1", {});
    const child = fork(new URL("./testing/hanging-worker.ts", import.meta.url), [redis.url, "c1-a"]);
    await until("the stage to run", async () => (await chain.records.read(id))?.step("c1-a").begunAt !== undefined);
    child.kill("SIGKILL");
    await once(child, "exit");
    await endDeadLocks(chain.redis, keys, "c1-a");
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void lines.push(JSON.parse(line)) });
    chain.work(
      testStage("c1-a", async () => ({ by: "the second" })),
      { log },
    );
    chain.work(testStage("c1-b", async () => ({})));
    const record = await chain.finished(id);
    assert.deepEqual(record.step("c1-a").result, { by: "the second" });
    assert.equal(record.step("c1-a").attempts, 2);
    const told = lines.map(({ code, job, step, crashes }) => [code, job, step, crashes]);
    assert.deepEqual(told, [["step.crashed", id, "c1-a", 1]]);
    await chain.close();
  });

  it("gives work back at once when it must stop, without using up an attempt for good", async () => {
    const chain = testChain(redis, [testPipeline({ name: "c2", steps: ["c2-a"] })]);
    const worker = chain.work(testStage("c2-a", () => new Promise(() => undefined), { timeoutMs: 60_000 }));
    const { id } = await chain.client.start("c2", {});
    await until("the stage to run", async () => (await chain.records.read(id))?.step("c2-a").begunAt !== undefined);
    await worker.close();
    const startedAt = Date.now();
    chain.work(testStage("c2-a", async () => ({})));
    assert.equal((await chain.finished(id)).status, "completed");
    assert.ok(Date.now() - startedAt < 5_000, "no stall timer was waited for");
    await chain.close();
  });

  it("fails a damaged record alone, visibly, and leaves the others be", async () => {
    const chain = testChain(redis, [testPipeline({ name: "c3", steps: ["c3-a"] })]);
    const bad = await chain.client.start("c3", {});
    await chain.redis.hset(keys.job(bad.id), "v", "999");
    const good = await chain.client.start("c3", {});
    chain.work(testStage("c3-a", async () => ({})));
    assert.equal((await chain.finished(good.id)).status, "completed");
    const queue = chain.queues.get("c3-a");
    const entry = await until("the failed entry", async () => {
      const job = await queue.getJob(queueJobId({ job: bad.id, step: "c3-a" }));
      return job !== undefined && (await job.isFailed()) && job;
    });
    assert.match(entry.failedReason, /^invalid_input: .*record/);
    await chain.redis.zadd(keys.openOf(bad.id), "XX", 1, bad.id);
    await sweep({ ...chain });
    assert.equal(await chain.redis.zscore(keys.openOf(bad.id), bad.id), null);
    await chain.close();
  });

  it("lets an entry that comes before its turn wait, without counting that as an attempt", async () => {
    const chain = testChain(redis, [testPipeline({ name: "c5", steps: ["c5-a", "c5-b"] })]);
    const { id } = await chain.client.start("c5", {});
    await chain.queues.add({ id, pipeline: "c5" }, { name: "c5-b", stage: "c5-b" });
    chain.work(testStage("c5-b", async () => ({}), { retry: { attempts: 1, backoffMs: 0, maxBackoffMs: 0 } }));
    const queueId = queueJobId({ job: id, step: "c5-b" });
    await until(
      "the early entry to wait",
      async () => (await chain.queues.get("c5-b").getJobState(queueId)) === "delayed",
    );
    chain.work(testStage("c5-a", async () => ({})));
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.equal(record.step("c5-b").attempts, 1);
    await chain.close();
  });

  it("hands off again after a Queue met a connection that was not ready", async () => {
    const connection = redis.connect("producer");
    const queues = new Queues(connection, { keys, onError: () => undefined });
    await assert.rejects(queues.add({ id: "job", pipeline: "c6" }, { name: "c6-a", stage: "c6-a" }));
    await until("the connection", () => connection.status === "ready");
    await queues.add({ id: "job", pipeline: "c6" }, { name: "c6-a", stage: "c6-a" });
    assert.equal(await queues.get("c6-a").getWaitingCount(), 1);
    await queues.close();
  });

  it("keeps a job whose pipeline is not loaded until it is, and tells of it", async () => {
    const pipeline = testPipeline({ name: "c7", steps: ["c7-a"] });
    const chain = testChain(redis, [pipeline]);
    const { id } = await chain.client.start("c7", {});
    const without = { pipelines: new Map() };
    const worker = chain.work(
      testStage("c7-a", async () => assert.fail("must not run")),
      without,
    );
    const queue = chain.queues.get("c7-a");
    await until("the entry to wait", async () => (await queue.getDelayedCount()) === 1);
    await worker.close();
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    const told: string[] = [];
    await sweep({ ...chain, ...without, onNotLoaded: (pipeline) => told.push(pipeline) });
    assert.deepEqual(told, ["c7"]);
    chain.work(testStage("c7-a", async () => ({})));
    await (await queue.getJob(queueJobId({ job: id, step: "c7-a" })))?.promote();
    assert.equal((await chain.finished(id)).status, "completed");
    await chain.close();
  });

  it("tells the record of a queue entry that failed behind its back", async () => {
    const chain = testChain(redis, [testPipeline({ name: "c4", steps: ["c4-a"] })]);
    const { id } = await chain.client.start("c4", {});
    const job = await chain.queues.get("c4-a").getJob(queueJobId({ job: id, step: "c4-a" }));
    await job?.updateData({ v: 2, job: id, step: "c4-z" });
    chain.work(testStage("c4-a", async () => assert.fail("must not run")));
    await until("the failed entry", async () => job?.isFailed());
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain });
    const record = await chain.finished(id);
    assert.equal(record.status, "failed");
    assert.equal(record.step("c4-a").failure?.code, "unknown_step");
    await chain.close();
  });
});
