import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { cipherFor } from "./crypto/cipher.ts";
import { StageError } from "./errors.ts";
import { jobIdOf } from "./job/id.ts";
import type { Attempt } from "./job/attempt.ts";
import { JobRecords } from "./job/records.ts";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { lossyRedis } from "./testing/lossy-redis.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { JobClient } from "./client.ts";
import { PAYLOAD_VERSION, queueJobId, Queues } from "./queues.ts";
import { sweep } from "./sweep.ts";

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const refusal = () => new StageError("On purpose.", { code: "provider_refused", class: "refused" });

/** Attempts at the first step of a job. */
const attemptsOf =
  (id: string, pipeline: string) =>
  (number: number): Attempt => ({
    id,
    pipeline,
    step: `${pipeline}-a`,
    number,
    begunAt: Date.now(),
    worker: `w${number}`,
    told: false,
  });

/** What is left over from before, comes too late, or cannot be read right now. */
describe("a job whose past catches up", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  const chains: { close(): Promise<void> }[] = [];
  after(async () => {
    await Promise.all(chains.map((chain) => chain.close())); // also of a test that failed
    await redis.stop();
  });

  const setUp = (name: string, steps: Parameters<typeof testPipeline>[0]["steps"], more = {}) => {
    const chain = testChain(redis, [testPipeline({ name, steps, ...more })]);
    chains.push(chain);
    const sweepNow = async (id: string, processStartMs?: number) => {
      await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep({ ...chain, processStartMs });
    };
    const isOpen = async (id: string) => (await chain.redis.zscore(keys.openOf(id), id)) !== null;
    /** As when the record has expired. */
    const expire = async (id: string) => chain.redis.del(keys.job(id), keys.history(id));
    return { ...chain, sweepNow, isOpen, expire };
  };

  it("starts afresh under a key whose former job failed and is forgotten, whatever is left in the queues", async () => {
    const chain = setUp("past-1", ["past-1-a", "past-1-b"]);
    let fails = true;
    chain.work(testStage("past-1-a", async () => ({})));
    chain.work(
      testStage("past-1-b", async () => {
        if (fails) throw refusal();
        return {};
      }),
    );
    const { id } = await chain.client.start("past-1", {}, { cause: "past-1" });
    assert.equal((await chain.finished(id)).status, "failed");
    await until("the entry to be failed", async () => (await chain.queues.get("past-1-b").getFailedCount()) === 1);
    await chain.expire(id);
    fails = false;
    const again = await chain.client.start("past-1", {}, { cause: "past-1" });
    assert.deepEqual([again.id, again.created], [id, true]);
    assert.equal((await chain.finished(id)).status, "completed");
  });

  for (const mended of ["the sweep", "a repeat of the request"]) {
    it(`is not failed over an entry that failed before the job was created, by ${mended}`, async () => {
      const name = mended === "the sweep" ? "past-2" : "past-2-again";
      const chain = setUp(name, [`${name}-a`]);
      let fails = true;
      const run = async () => {
        if (fails) throw refusal();
        return {};
      };
      chain.work(testStage(`${name}-a`, run));
      const { id } = await chain.client.start(name, {}, { cause: name });
      await chain.finished(id);
      await until("the entry to be failed", async () => (await chain.queues.get(`${name}-a`).getFailedCount()) === 1);
      await chain.expire(id);
      fails = false;
      // The process died right after it had made the record.
      assert.ok(await chain.recordOnly(id, name));
      if (mended === "the sweep") await chain.sweepNow(id);
      else assert.equal((await chain.client.start(name, {}, { cause: name })).created, false);
      assert.equal((await chain.finished(id)).status, "completed");
    });
  }

  it("keeps its count when an attempt that was overtaken speaks up late", async () => {
    const chain = setUp("past-3", ["past-3-a"]);
    const id = jobIdOf("past-3");
    await chain.recordOnly(id, "past-3");
    const attempt = attemptsOf(id, "past-3");
    await chain.records.begin(attempt(2));
    await chain.records.noteRetry(attempt(1), "timeout");
    await chain.records.begin(attempt(1));
    assert.equal((await chain.records.read(id))?.step("past-3-a").attempts, 2);
    const outcome = { result: { by: 2 }, provider: "" };
    await chain.records.settle(attempt(2), { outcome, follows: "complete", skipped: [], siblings: [] });
    await chain.records.noteRetry(attempt(3), "timeout");
    const step = (await chain.records.read(id))?.step("past-3-a");
    assert.equal(step?.attempts, 2);
    assert.notEqual(step?.settledAt, undefined);
    const told = (await chain.records.history(id)).map((entry) => [entry?.[1], entry?.[4]]);
    assert.ok(!told.some(([event]) => event === "retrying"), JSON.stringify(told));
  });

  it("stays in the sweep's sight when another process can read it, and leaves it when nobody can", async () => {
    const chain = setUp("past-4", ["past-4-a"]);
    const theirs = new JobRecords(chain.redis, { keys, ttlSeconds: 60, cipher: cipherFor([Buffer.alloc(32, 7)]) });
    const create = async (cause: string, records = chain.records) => {
      const id = jobIdOf(cause);
      await chain.recordOnly(id, "past-4", { cause }, records);
      return id;
    };
    const newer = await create("newer");
    await chain.redis.hset(keys.job(newer), "v", "3");
    const sealed = await create("sealed", theirs);
    const old = await create("sealed long ago", theirs);
    await chain.redis.hset(keys.job(old), "createdAt", Date.now() - 7_200_000);
    const damaged = await create("damaged");
    await chain.redis.hset(keys.job(damaged), "input", "{");
    await chain.sweepNow(old);
    assert.ok(await chain.isOpen(old), "a process that has just started may have the wrong key");
    for (const id of [newer, sealed, old, damaged]) await chain.sweepNow(id, Date.now() - 7_200_000);
    const open = await Promise.all([newer, sealed, old, damaged].map(chain.isOpen));
    assert.deepEqual(open, [true, true, false, false]);
    assert.equal(await chain.redis.ttl(keys.job(sealed)), -1, "what is unfinished does not expire");
  });

  it("fails at once, and runs its stage once, when what it made cannot be kept or judged", async () => {
    const output = Type.Object({}, { additionalProperties: true });
    const exits = { "past-5-b": { to: "past-5-c", when: () => assert.fail("an exit of an extension's") } };
    const chain = setUp("past-5", ["past-5-a", "past-5-b", "past-5-d", "past-5-c"], { exits });
    let runs = 0;
    let made: object = { big: 1n };
    const run = async () => {
      runs += 1;
      return made;
    };
    chain.work(testStage("past-5-a", async () => made, { output, run: async () => made }));
    chain.work(testStage("past-5-b", run, { output, run }));
    const first = await chain.finished((await chain.client.start("past-5", {})).id);
    assert.deepEqual([first.status, first.step("past-5-a").failure?.code], ["failed", "invalid_output"]);
    made = {};
    const second = await chain.finished((await chain.client.start("past-5", {})).id);
    assert.deepEqual([second.status, second.step("past-5-b").failure?.code, runs], ["failed", "internal", 1]);
  });

  it("waits in its queue for a process that can read it, and is then worked on", async () => {
    const chain = setUp("past-10", ["past-10-a"]);
    const theirs = new JobRecords(chain.redis, { keys, ttlSeconds: 60, cipher: cipherFor([Buffer.alloc(32, 7)]) });
    const worker = chain.work(testStage("past-10-a", async () => ({})));
    const { id } = await new JobClient({ ...chain, records: theirs }).start("past-10", {});
    const queue = chain.queues.get("past-10-a");
    await until("the entry to wait", async () => (await queue.getDelayedCount()) === 1);
    await worker.close();
    chain.work(
      testStage("past-10-a", async () => ({})),
      { records: theirs },
    );
    await (await queue.getJob(queueJobId({ job: id, step: "past-10-a" })))?.promote();
    await until("the job to be done", async () => (await theirs.read(id))?.status === "completed");
  });

  for (const [kept, cipher] of [
    ["plain", undefined],
    ["sealed", cipherFor([Buffer.alloc(32, 7)])],
  ] as const) {
    it(`fails at once, and hands nothing on, when a stage gives nothing at all (${kept})`, async () => {
      const name = `past-11-${kept}`;
      const chain = setUp(name, [`${name}-a`, `${name}-b`]);
      const records = new JobRecords(chain.redis, { keys, ttlSeconds: 60, ...(cipher && { cipher }) });
      let runs = 0;
      const run = async () => {
        runs += 1;
      };
      chain.work({ ...testStage(`${name}-a`, run), output: Type.Void(), run }, { records });
      const { id } = await new JobClient({ ...chain, records }).start(name, {});
      await until("the job to fail", async () => (await records.read(id))?.status === "failed");
      assert.equal((await records.read(id))?.step(`${name}-a`).failure?.code, "invalid_output");
      assert.equal(runs, 1);
      assert.equal(await chain.queues.get(`${name}-b`).getJob(queueJobId({ job: id, step: `${name}-b` })), undefined);
    });
  }

  it("is not failed by an attempt that was overtaken, which may still bring a result", async () => {
    const chain = setUp("past-12", ["past-12-a"]);
    const id = jobIdOf("past-12");
    await chain.recordOnly(id, "past-12");
    const attempt = attemptsOf(id, "past-12");
    await chain.records.begin(attempt(4));
    const failure = { code: "timeout", message: "Too long.", stalls: 0 };
    const fail = { outcome: { failure }, follows: "fail", skipped: [], siblings: [] } as const;
    assert.equal(await chain.records.settle(attempt(3), fail), "lost");
    assert.equal((await chain.records.read(id))?.status, "running");
    const result = { outcome: { result: {}, provider: "" }, follows: "complete", skipped: [], siblings: [] } as const;
    assert.equal(await chain.records.settle(attempt(3), result), "completed");
  });

  it("runs once after a Retry in Bull Board, even when nobody can be told of its end", async () => {
    const chain = setUp("past-13", ["past-13-a"]);
    let runs = 0;
    const run = async () => {
      runs += 1;
      throw refusal();
    };
    chain.work(testStage("past-13-a", run), { onFinished: () => assert.fail("out of memory") });
    const { id } = await chain.client.start("past-13", {});
    const failed = async () => (await chain.queues.get("past-13-a").getFailedCount()) === 1;
    await until("the entry to be failed", failed);
    await (await chain.queues.get("past-13-a").getJob(queueJobId({ job: id, step: "past-13-a" })))?.retry();
    await until("the entry to be failed again", async () => runs === 2 && (await failed()));
  });

  it("leaves a failed entry alone that another sweep has just put back", async () => {
    const chain = setUp("past-14", ["past-14-a"]);
    const { id } = await chain.client.start("past-14", {});
    const queue = chain.queues.get("past-14-a");
    const failed = { getJob: async () => undefined, getJobState: async () => "failed" };
    const queues = {
      redis: chain.redis,
      get: () => Object.assign(Object.create(queue), failed),
      add: chain.queues.add.bind(chain.queues),
    };
    await queue.remove(queueJobId({ job: id, step: "past-14-a" }));
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain, queues: queues as unknown as Queues });
    assert.equal((await chain.records.read(id))?.status, "pending");
  });

  it("is refused when it is nested too deeply to be read back", async () => {
    const chain = setUp("past-15", ["past-15-a"]);
    await assert.rejects(chain.client.start("past-15", { nested: nested(5_000) }), /nested deeper than 100/);
    assert.ok((await chain.client.start("past-15", { nested: nested(90) })).created);
  });

  it("gives every failed member of a group fresh attempts when it is rewound", async () => {
    const chain = setUp("past-6", [["past-6-a", "past-6-b"], "past-6-c"]);
    const runs = { a: 0, b: 0 };
    const last = Promise.withResolvers<void>();
    const member = (name: "a" | "b") => async () => {
      runs[name] += 1;
      // The last attempts are under way together, so that neither is turned away over the other's
      // failure.
      if (runs.a === 3 && runs.b === 3) last.resolve();
      if (runs[name] === 3) await last.promise;
      // Three attempts, and two more of the fresh ones.
      if (runs[name] < 5) throw new StageError("Not now.", { code: "provider_unavailable", class: "transient" });
      return {};
    };
    chain.work(testStage("past-6-a", member("a")));
    chain.work(testStage("past-6-b", member("b")));
    chain.work(testStage("past-6-c", async () => ({})));
    const { id } = await chain.client.start("past-6", {});
    await chain.finished(id);
    await until("both to have used their attempts", () => runs.a === 3 && runs.b === 3);
    await until("both entries to be failed", async () => {
      const counts = await Promise.all(["a", "b"].map((name) => chain.queues.get(`past-6-${name}`).getFailedCount()));
      return counts.every((count) => count === 1);
    });
    assert.ok((await chain.client.rewind(id)).ok);
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(runs, { a: 5, b: 5 });
  });

  it("fails again when it is rewound and its entry still cannot be worked on", async () => {
    const chain = setUp("past-9", ["past-9-a"]);
    const queue = chain.queues.get("past-9-a");
    await queue.pause();
    const { id } = await chain.client.start("past-9", {});
    chain.work(testStage("past-9-a", async () => assert.fail("nobody can work on it")));
    const failedTimes = async (times: number) => {
      const entry = await queue.getJob(queueJobId({ job: id, step: "past-9-a" }));
      await entry?.updateData({ v: PAYLOAD_VERSION, job: id, step: "of-no-layout" });
      await queue.resume();
      await until("the entry to be failed", async () => (await entry?.isFailed()) === true);
      await queue.pause();
      await chain.sweepNow(id);
      const history = await chain.records.history(id);
      assert.equal(history.filter((each) => each?.[1] === "failed").length, times);
      assert.equal((await chain.records.read(id))?.status, "failed");
    };
    await failedTimes(1);
    assert.ok((await chain.client.rewind(id)).ok);
    await failedTimes(2);

    // The same of a step that had run before it was rewound.
    assert.ok((await chain.client.rewind(id)).ok);
    const base = { attempts: 1, stalls: 0, at: Date.now() - 60_000 };
    await chain.redis.hset(keys.job(id), { "m:past-9-a": "1,1,,", "n:past-9-a": JSON.stringify(base) });
    await failedTimes(3);
  });

  it("is aborted where it runs when its end was published while nobody listened", async () => {
    const chain = setUp("past-7", ["past-7-a"]);
    const begun = Promise.withResolvers<void>();
    let reason: unknown;
    const worker = chain.work(
      testStage("past-7-a", async (_, { signal }) => {
        begun.resolve();
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        ({ reason } = signal);
        return {};
      }),
    );
    const { id } = await chain.client.start("past-7", {});
    await begun.promise;
    await chain.redis.hset(keys.job(id), "status", "canceled");
    await worker.abortEnded();
    await until("the stage to be aborted", () => reason !== undefined);
  });

  it("counts a paid call, or takes it back, once when Redis' answer is lost and the command is sent again", async () => {
    const lossy = await lossyRedis(redis.url);
    const records = new JobRecords(lossy.redis, { keys, ttlSeconds: 60 });
    const pipeline = testPipeline({ name: "past-8", steps: ["past-8-a"] });
    const queues = new Queues(lossy.redis, { keys, onError: () => undefined });
    const client = new JobClient({ records, queues, pipelines: new Map([["past-8", pipeline]]) });
    const { id } = await client.start("past-8", {});
    // Redis knows the script from here on.
    await records.notePaid({ id, pipeline: "past-8" }, "past-8-a", 0.5);
    lossy.loseAnswer();
    await records.notePaid({ id, pipeline: "past-8" }, "past-8-a", 0.25);
    assert.equal(lossy.lost(), 1);
    const paid = async () => (await records.read(id))?.step("past-8-a").paid;
    assert.deepEqual(await paid(), { calls: 2, costUsd: 0.75 });
    lossy.loseAnswer();
    await records.noteRefund({ id, pipeline: "past-8" }, "past-8-a", 0.5);
    assert.equal(lossy.lost(), 2);
    assert.deepEqual(await paid(), { calls: 1, costUsd: 0.25 });
    await records.noteRefund({ id, pipeline: "past-8" }, "past-8-a", 0.25);
    await records.noteRefund({ id, pipeline: "past-8" }, "past-8-a", 0.25);
    assert.deepEqual(await paid(), { calls: 0, costUsd: 0 }, "never below nothing");
    await queues.close();
    lossy.close();
  });
});
