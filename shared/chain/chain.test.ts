import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { StageError } from "./errors.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { testChain, testPipeline, testStage } from "./testing/chain.ts";
import { until } from "./testing/until.ts";
import { queueJobId } from "./queues.ts";
import { sweep } from "./sweep.ts";
import { ConflictError, JobClient } from "./client.ts";

describe("the chain", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("hands a job through its stages in order, each with the results before it", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p1", steps: ["p1-a", "p1-b"] })]);
    chain.work(testStage("p1-a", async (input) => ({ saw: input })));
    chain.work(testStage("p1-b", async (input) => ({ saw: input })));
    const { id } = await chain.client.start("p1", { text: "x" });
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.deepEqual(record.step("p1-b").result, { saw: { text: "x", "p1-a": { saw: { text: "x" } } } });
    const events = (await chain.records.history(id)).map((entry) => [entry?.[1], entry?.[2]]);
    assert.deepEqual(events, [
      ["created", ""],
      ["status", ""],
      ["began", "p1-a"],
      ["completed", "p1-a"],
      ["began", "p1-b"],
      ["completed", "p1-b"],
      ["status", ""],
    ]);
    await chain.close();
  });

  it("tells of no conflict, and of no purge before, that too few replicas have", async () => {
    const pipelines = [testPipeline({ name: "p0", steps: ["p0-a"] })];
    const chain = testChain(redis, pipelines);
    let asked = 0;
    const confirm = async <Written>(_: string, write: () => Promise<Written>) => {
      const written = await write();
      asked += 1;
      return written;
    };
    const client = new JobClient({ ...chain, replicas: { confirm } });
    const { id } = await client.start("p0", { text: "x" }, { cause: "p0" });
    await assert.rejects(client.start("p0", { text: "y" }, { cause: "p0" }), ConflictError);
    assert.deepEqual([await client.purge(id), await client.purge(id)], ["purged", "already"]);
    assert.equal(asked, 4);
    await chain.close();
  });

  it("runs the members of a group in parallel and joins them once", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p2", steps: ["p2-a", ["p2-b", "p2-c"], "p2-d"] })]);
    let joins = 0;
    const both = Promise.withResolvers<void>();
    let inside = 0;
    const member = async () => {
      inside += 1;
      if (inside === 2) both.resolve();
      await both.promise; // hangs unless both run at the same time
      return {};
    };
    chain.work(testStage("p2-a", async () => ({})));
    chain.work(testStage("p2-b", member));
    chain.work(testStage("p2-c", member));
    chain.work(testStage("p2-d", async () => ({ joins: (joins += 1) })));
    const { id } = await chain.client.start("p2", {});
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal(joins, 1);
    await chain.close();
  });

  it("takes an early exit and marks what lies between as skipped", async () => {
    const pipeline = testPipeline({
      name: "p3",
      steps: ["p3-a", "p3-b", "p3-c"],
      exits: { "p3-a": { to: "p3-c", when: () => true } },
    });
    const chain = testChain(redis, [pipeline]);
    chain.work(testStage("p3-a", async () => ({})));
    chain.work(testStage("p3-b", async () => assert.fail("must be skipped")));
    chain.work(testStage("p3-c", async () => ({ end: true })));
    const { id } = await chain.client.start("p3", {});
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.equal(record.step("p3-b").skipped, true);
    await chain.close();
  });

  it("tries a transient failure again and a permanent one not", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p4", steps: ["p4-a"] })]);
    let runs = 0;
    chain.work(
      testStage("p4-a", async (input) => {
        runs += 1;
        const kind = (input as { kind: "transient" | "permanent" }).kind;
        throw new StageError("no", { code: "provider_unavailable", class: kind });
      }),
    );
    const transient = await chain.client.start("p4", { kind: "transient" });
    assert.equal((await chain.finished(transient.id)).status, "failed");
    assert.equal(runs, 3);
    const permanent = await chain.client.start("p4", { kind: "permanent" });
    const record = await chain.finished(permanent.id);
    assert.equal(runs, 4);
    assert.deepEqual(record.step("p4-a").failure, { code: "provider_unavailable", message: "no", stalls: 0 });
    const queueId = queueJobId({ job: permanent.id, step: "p4-a" });
    await until(
      "the failed list to hold it",
      async () => (await chain.queues.get("p4-a").getJobState(queueId)) === "failed",
    );
    await chain.close();
  });

  it("goes on without an optional stage that fails for good", async () => {
    const pipeline = testPipeline({ name: "p5", steps: ["p5-a", "p5-b"], optional: ["p5-a"] });
    const chain = testChain(redis, [pipeline]);
    chain.work(
      testStage("p5-a", async () => {
        throw new StageError("no", { code: "provider_refused", class: "refused" });
      }),
    );
    chain.work(testStage("p5-b", async () => ({ end: true })));
    const { id } = await chain.client.start("p5", {});
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.equal(record.step("p5-a").failure?.code, "provider_refused");
    await chain.close();
  });

  it("runs a failed stage again when somebody retries it in Bull Board", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p6", steps: ["p6-a", "p6-b"] })]);
    let broken = true;
    chain.work(
      testStage("p6-a", async () => {
        if (broken) throw new StageError("no", { code: "provider_misconfigured", class: "permanent" });
        return {};
      }),
    );
    chain.work(testStage("p6-b", async () => ({})));
    const { id } = await chain.client.start("p6", {});
    assert.equal((await chain.finished(id)).status, "failed");
    const job = await until("the failed entry", async () => {
      const found = await chain.queues.get("p6-a").getJob(queueJobId({ job: id, step: "p6-a" }));
      return found !== undefined && (await found.isFailed()) && found;
    });
    broken = false;
    await job.retry("failed");
    await until("completion", async () => (await chain.records.read(id))?.status === "completed");
    await chain.close();
  });

  it("ends an attempt at its time limit even when the stage does not listen", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p7", steps: ["p7-a"] })]);
    const retry = { attempts: 1, backoffMs: 0, maxBackoffMs: 0 };
    chain.work(testStage("p7-a", () => new Promise(() => undefined), { timeoutMs: 50, retry }));
    const { id } = await chain.client.start("p7", {});
    assert.equal((await chain.finished(id)).step("p7-a").failure?.code, "time_limit");
    await chain.close();
  });

  it("starts no more jobs of a stage in a time than its rate limit says", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p12", steps: ["p12-a"] })]);
    const startedAt: number[] = [];
    const run = async () => ({ n: startedAt.push(Date.now()) });
    chain.work(testStage("p12-a", run), { rateLimit: { jobs: 2, seconds: 1 } });
    const jobs = await Promise.all(Array.from({ length: 5 }, () => chain.client.start("p12", {})));
    for (const { id } of jobs) assert.equal((await chain.finished(id)).status, "completed");
    const [first = 0, , third = 0, , fifth = 0] = startedAt;
    assert.ok(third - first > 900 && fifth - third > 900, startedAt.join(" "));
    await chain.close();
  });

  it("tries no more jobs at once than its concurrency says", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p13", steps: ["p13-a"] })]);
    let inside = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
      return {};
    };
    chain.work(testStage("p13-a", run), { concurrency: 2 });
    const jobs = await Promise.all(Array.from({ length: 8 }, () => chain.client.start("p13", {})));
    for (const { id } of jobs) await chain.finished(id);
    assert.equal(most, 2);
    await chain.close();
  });

  it("makes one job of one cause, and refuses the cause for another input", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p8", steps: ["p8-a"] })]);
    let runs = 0;
    chain.work(testStage("p8-a", async () => ({ runs: (runs += 1) })));
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => chain.client.start("p8", { a: 1, b: 2 }, { cause: "key" })),
    );
    assert.equal(new Set(starts.map(({ id }) => id)).size, 1);
    assert.equal(starts.filter(({ created }) => created).length, 1);
    const again = await chain.client.start("p8", { b: 2, a: 1 }, { cause: "key" });
    assert.equal(again.created, false);
    await assert.rejects(chain.client.start("p8", { a: 2 }, { cause: "key" }), ConflictError);
    await chain.finished(again.id);
    assert.equal(runs, 1);
    await chain.close();
  });

  it("lets a finished stage never run again, and repeats only its hand-off", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p9", steps: ["p9-a", "p9-b"] })]);
    const { id } = await chain.client.start("p9", {});
    // As after a crash between record and hand-off: the result is there, the next queue is empty.
    const attempt = { id, pipeline: "p9", step: "p9-a", number: 1, begunAt: Date.now(), worker: "dead", told: false };
    const outcome = { result: { by: "dead" }, provider: "" };
    await chain.records.settle(attempt, { outcome, follows: "go", skipped: [], siblings: [] });
    chain.work(testStage("p9-a", async () => assert.fail("must not run again")));
    chain.work(testStage("p9-b", async () => ({})));
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.deepEqual(record.step("p9-a").result, { by: "dead" });
    await chain.close();
  });

  it("keeps the first result when two runs of one stage overlap", async () => {
    const chain = testChain(redis, [testPipeline({ name: "p10", steps: ["p10-a", "p10-b"] })]);
    const { id } = await chain.client.start("p10", {});
    const attempt = { id, pipeline: "p10", step: "p10-a", number: 1, begunAt: Date.now(), told: false };
    const settle = (worker: string) =>
      chain.records.settle(
        { ...attempt, worker },
        { outcome: { result: { by: worker }, provider: "" }, follows: "go", skipped: [], siblings: [] },
      );
    assert.equal(await settle("one"), "go");
    assert.equal(await settle("two"), "lost");
    assert.deepEqual((await chain.records.read(id))?.step("p10-a").result, { by: "one" });
    await chain.close();
  });

  it("puts a job back that is unfinished but in no queue", async () => {
    const pipeline = testPipeline({ name: "p11", steps: ["p11-a", "p11-b"] });
    const chain = testChain(redis, [pipeline]);
    // As after a crash between the record of a new job and its first queue.
    await chain.recordOnly("lost-1", "p11");
    chain.work(testStage("p11-a", async () => ({})));
    chain.work(testStage("p11-b", async () => ({})));
    assert.equal(await sweep({ ...chain }), 0, "too early to call it lost");
    await makeDue(chain, "lost-1");
    assert.equal(await sweep({ ...chain }), 1);
    assert.equal((await chain.finished("lost-1")).status, "completed");
    assert.equal(await sweep({ ...chain }), 0);
    await chain.close();
  });
});

async function makeDue(chain: ReturnType<typeof testChain>, id: string): Promise<void> {
  const { keys } = await import("./testing/chain.ts");
  await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
}
