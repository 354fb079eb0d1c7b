import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import type { Duration } from "./duration.ts";
import { SchemaError } from "./schema.ts";
import { timerStep, waitStep, type WaitOptions } from "./pause.ts";
import { UnknownStepError, waitingSteps } from "./step-code.ts";
import { sweep } from "./sweep.ts";
import { SHARDS } from "./redis/keys.ts";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { redisAsText, startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";

const Approval = Type.Object({ approved: Type.Boolean() });
const YES = { approved: true };
const NO = { approved: false };

describe("a job that waits for an event", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  /** a → the wait → z, with workers; each run is noted. */
  const setUp = (name: string, options: Partial<WaitOptions> = {}, first = true) => {
    const wait = waitStep("approval", { schema: Approval, ...options });
    const pipeline = testPipeline({ name, steps: [...(first ? [`${name}-a`] : []), wait, `${name}-z`] });
    const chain = testChain(redis, [pipeline]);
    const runs: unknown[] = [];
    for (const stage of [`${name}-a`, `${name}-z`]) {
      chain.work(
        testStage(stage, async (input) => {
          runs.push(stage.at(-1));
          return { saw: input };
        }),
      );
    }
    const waiting = (id: string) =>
      until("the job to wait", async () => {
        const record = await chain.records.read(id);
        return record?.status === "waiting" && record;
      });
    return { ...chain, runs, waiting };
  };

  it("goes on with it: its result is what the event says", async () => {
    const chain = setUp("w1", { timeout: "1h" });
    const { id } = await chain.client.start("w1", {});
    const record = await chain.waiting(id);
    assert.equal(record.waitsAt, "approval");
    const { dueAt = 0 } = record.step("approval");
    assert.ok(Math.abs(dueAt - Date.now() - 3_600_000) < 60_000);
    assert.equal(await chain.redis.zscore(keys.openOf(id), id), null, "the sweep does not look at it");
    assert.equal(await chain.client.event(id, "approval", YES, "k1"), "waiting");
    const done = await chain.finished(id);
    assert.deepEqual(done.step("approval").result, YES);
    assert.deepEqual(chain.runs, ["a", "z"]);
    const history = (await chain.records.history(id)).map((entry) => [entry?.[1], entry?.[2], entry?.[4]].join(" "));
    assert.deepEqual(
      history.filter((line) => /approval|status/.test(line)).map((line) => line.replace(/\d{13}/, "TIME")),
      [
        "status  running",
        "waits approval TIME",
        "status  waiting",
        "event approval ",
        "completed approval event",
        "status  running",
        "status  completed",
      ],
    );
    await chain.close();
  });

  it("keeps an event that comes before it waits, also where the wait is its first step", async () => {
    for (const [name, first] of [
      ["w2", true],
      ["w3", false],
    ] as const) {
      const chain = setUp(name, {}, first);
      if (first) await chain.queues.get(`${name}-a`).pause();
      const { id } = await chain.client.start(name, {});
      const taken = await chain.client.event(id, "approval", YES);
      assert.equal(taken, first ? "kept" : "waiting");
      await chain.queues.get(`${name}-a`).resume();
      assert.deepEqual((await chain.finished(id)).step("approval").result, YES);
      await chain.close();
    }
  });

  it("takes the first event alone; a repetition with the same key is known", async () => {
    const chain = setUp("w4");
    const { id } = await chain.client.start("w4", {});
    await chain.waiting(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        chain.client.event(id, "approval", { approved: index % 2 === 0 }, `k${index}`),
      ),
    );
    assert.equal(answers.filter((answer) => answer === "waiting").length, 1);
    const winner = answers.indexOf("waiting");
    const record = await chain.finished(id);
    assert.deepEqual(record.step("approval").result, { approved: winner % 2 === 0 });
    assert.equal(await chain.client.event(id, "approval", YES, `k${winner}`), "repeated");
    assert.equal(await chain.client.event(id, "approval", YES, "another"), "taken");
    assert.equal(await chain.client.event(id, "approval", YES), "taken");
    assert.deepEqual(chain.runs, ["a", "z"]);
    await chain.close();
  });

  it("refuses what does not fit, what no step waits for, and what comes too late", async () => {
    const chain = setUp("w5");
    const { id } = await chain.client.start("w5", {});
    await assert.rejects(chain.client.event(id, "approval", { approved: "yes" }), SchemaError);
    assert.equal(await chain.client.event(id, "w5-a", YES), "no-wait");
    assert.equal(await chain.client.event("0199aaaa-0000-7000-8000-000000000000", "approval", YES), "unknown");
    await chain.waiting(id);
    assert.equal((await chain.client.cancel(id)).ok, true);
    assert.equal(await chain.client.event(id, "approval", YES), "finished");
    await chain.client.purge(id);
    assert.equal(await chain.client.event(id, "approval", YES), "purged");
    await chain.close();
  });

  it("goes on without one when its time is over: with a result, a failure, or a warning", async () => {
    const cases: [string, Partial<WaitOptions>, string, unknown][] = [
      ["w6", { onTimeout: { result: NO } }, "completed", NO],
      ["w7", {}, "failed", undefined],
      ["w8", { optional: true }, "completed", undefined],
    ];
    for (const [name, options, status, result] of cases) {
      const chain = setUp(name, { timeout: "200ms", ...options });
      const { id } = await chain.client.start(name, {});
      await chain.waiting(id);
      await until("its time to be over", async () => {
        await chain.waker.pass();
        return (await chain.records.read(id))?.status !== "waiting";
      });
      const record = await chain.finished(id);
      assert.equal(record.status, status);
      assert.deepEqual(record.step("approval").result, result);
      if (result === undefined) assert.equal(record.step("approval").failure?.code, "wait_timeout");
      await chain.close();
    }
  });

  it("waits anew, for an event that may come now, when a wait that failed is rewound", async () => {
    const chain = setUp("w9", { timeout: "100ms" });
    const { id } = await chain.client.start("w9", {});
    await chain.waiting(id);
    await until("it to fail", async () => {
      await chain.waker.pass();
      return (await chain.records.read(id))?.status === "failed";
    });
    assert.equal(await chain.client.event(id, "approval", YES), "finished");
    assert.equal((await chain.client.rewind(id)).ok, true);
    await chain.waiting(id);
    assert.equal(await chain.client.event(id, "approval", YES), "waiting");
    assert.deepEqual((await chain.finished(id)).step("approval").result, YES);
    assert.deepEqual(chain.runs, ["a", "z"]);
    await chain.close();
  });

  it("exactly one of event and time-out wins, however close they are", async () => {
    const chain = setUp("w10", { timeout: "300ms", onTimeout: { result: { approved: false } } });
    const ids = await Promise.all(Array.from({ length: 40 }, async () => (await chain.client.start("w10", {})).id));
    await Promise.all(ids.map((id) => chain.waiting(id)));
    const passing = until("all to go on", async () => {
      await Promise.all([chain.waker.pass(), chain.waker.pass()]);
      const due = Array.from({ length: SHARDS }, (_, shard) => chain.redis.zcard(keys.due(shard)));
      return (await Promise.all(due)).every((count) => count === 0);
    });
    const answers = await Promise.all(
      ids.map(async (id, index) => {
        const { dueAt = 0 } = (await chain.records.read(id))?.step("approval") ?? {};
        await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now() - 20 + 2 * index));
        return chain.client.event(id, "approval", YES);
      }),
    );
    await passing;
    for (const [index, id] of ids.entries()) {
      const record = await chain.finished(id);
      assert.equal(record.status, "completed");
      const isTaken = answers[index] === "waiting";
      assert.deepEqual(record.step("approval").result, { approved: isTaken }, `${answers[index]}`);
      const ends = (await chain.records.history(id)).filter((e) => e?.[1] === "completed" && e[2] === "approval");
      assert.equal(ends.length, 1);
    }
    assert.equal(chain.runs.filter((stage) => stage === "z").length, 40);
    await chain.close();
  });

  it("takes the exit that the event means, and skips what lies between", async () => {
    const exit = { to: "w11-z", when: (result: unknown) => JSON.stringify(result) === JSON.stringify(NO) };
    const wait = waitStep("approval", { schema: Approval, exit });
    const chain = testChain(redis, [testPipeline({ name: "w11", steps: [wait, "w11-b", "w11-z"] })]);
    chain.work(testStage("w11-b", async () => ({})));
    chain.work(testStage("w11-z", async () => ({})));
    for (const [event, isSkipped] of [
      [NO, true],
      [YES, false],
    ] as const) {
      const { id } = await chain.client.start("w11", {});
      await chain.client.event(id, "approval", event);
      assert.equal((await chain.finished(id)).step("w11-b").skipped, isSkipped);
    }
    await chain.close();
  });

  it("stays as it is while it is suspended, keeps an event meanwhile, and its time", async () => {
    const chain = setUp("w12", { timeout: "1h" });
    const { id } = await chain.client.start("w12", {});
    const before = await chain.waiting(id);
    assert.equal((await chain.client.suspend(id)).ok, true);
    assert.equal((await chain.client.resume(id)).ok, true);
    const again = await chain.waiting(id);
    assert.equal(again.step("approval").dueAt, before.step("approval").dueAt);
    assert.equal((await chain.client.suspend(id)).ok, true);
    assert.equal(await chain.client.event(id, "approval", YES), "kept");
    await chain.waker.pass();
    assert.equal((await chain.records.read(id))?.status, "suspended");
    assert.equal((await chain.client.resume(id)).ok, true);
    assert.deepEqual((await chain.finished(id)).step("approval").result, YES);
    await chain.close();
  });

  it("leaves nothing behind when it is purged, event and all", async () => {
    const chain = setUp("w13", { schema: Type.Object({ secret: Type.String() }) });
    await chain.queues.get("w13-a").pause();
    const { id } = await chain.client.start("w13", {});
    await chain.client.event(id, "approval", { secret: "watermelon" });
    assert.match(await redisAsText(chain.redis), /watermelon/);
    await chain.client.purge(id);
    assert.doesNotMatch(await redisAsText(chain.redis), /watermelon/);
    await chain.close();
  });

  it("waits for a version that has its step, and says so; an event is not lost on another one", async () => {
    const old = setUp("w15", { timeout: "100ms", onTimeout: { result: NO } });
    const { id } = await old.client.start("w15", {});
    const record = await old.waiting(id);
    const pipeline = testPipeline({ name: "w15", steps: ["w15-z"] });
    const now = testChain(redis, [pipeline]);
    assert.deepEqual(
      waitingSteps(pipeline, record).map(({ step }) => step),
      ["approval"],
    );
    await assert.rejects(now.client.event(id, "approval", YES), UnknownStepError);
    await until("its time to be over", () => Date.now() > (record.step("approval").dueAt ?? 0) + 50);
    await now.waker.pass();
    assert.equal((await now.records.read(id))?.status, "waiting");
    await old.waker.pass();
    assert.deepEqual((await old.finished(id)).step("approval").result, NO);
    await now.close();
    await old.close();
  });

  it("is found by the sweep where its process died before it began to wait", async () => {
    const chain = setUp("w14", {}, false);
    const id = "0199aaaa-0000-7000-8000-00000000000e";
    await chain.recordOnly(id, "w14");
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain });
    await chain.waiting(id);
    await chain.close();
  });
});

describe("a job that sleeps", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("goes on when its time has come, and not before", async () => {
    const sleep = timerStep("nap", () => ({ inMs: 400 }));
    const till = timerStep("till", ({ results }) => ({ at: Date.now() + 300 + Object.keys(results).length }));
    const chain = testChain(redis, [testPipeline({ name: "s1", steps: [sleep, "s1-a", till, "s1-b"] })]);
    const at: number[] = [];
    for (const stage of ["s1-a", "s1-b"]) {
      chain.work(
        testStage(stage, async () => {
          at.push(Date.now());
          return {};
        }),
      );
    }
    const { id } = await chain.client.start("s1", {});
    const dues: number[] = [];
    await until("the job to finish", async () => {
      await chain.waker.pass();
      const record = await chain.records.read(id);
      if (record?.waitsAt !== undefined) dues.push(record.step(record.waitsAt).dueAt ?? 0);
      return record?.status === "completed";
    });
    const [first = 0, second = 0] = [...new Set(dues)];
    assert.ok((at[0] ?? 0) >= first && (at[1] ?? 0) >= second, "neither was early");
    await chain.close();
  });

  it("fails where the pipeline cannot tell until when", async () => {
    const broken = timerStep("till", () => {
      throw new Error("on purpose");
    });
    const chain = testChain(redis, [testPipeline({ name: "s2", steps: [broken] })]);
    const { id } = await chain.client.start("s2", {});
    const { failure } = (await chain.finished(id)).step("till");
    assert.equal(failure?.code, "internal");
    assert.doesNotMatch(failure.message, /on purpose/);
    await chain.close();
  });

  it("begins at its start, also when it was suspended in between; not when it was canceled", async () => {
    const chain = testChain(redis, [testPipeline({ name: "s3", steps: ["s3-a"] })]);
    const ran: string[] = [];
    chain.work(
      testStage("s3-a", async (_, { jobId }) => {
        ran.push(jobId);
        return {};
      }),
    );
    const startAt = Date.now() + 600;
    const start = async () => (await chain.client.start("s3", {}, { startAt })).id;
    const [plain, suspended, canceled] = [await start(), await start(), await start()];
    for (const id of [plain, suspended, canceled]) {
      const record = await chain.records.read(id);
      assert.deepEqual([record?.status, record?.startAt, record?.waitsAt], ["waiting", startAt, undefined]);
    }
    await chain.client.suspend(suspended);
    await chain.client.resume(suspended);
    assert.equal((await chain.records.read(suspended))?.status, "waiting");
    await chain.client.cancel(canceled);
    await chain.waker.pass();
    assert.deepEqual(ran, []);
    for (const id of [plain, suspended]) {
      await until("its start", async () => {
        await chain.waker.pass();
        return (await chain.records.read(id))?.status === "completed";
      });
    }
    assert.ok(Date.now() >= startAt);
    assert.deepEqual(new Set(ran), new Set([plain, suspended]));
    assert.equal(ran.length, 2);
    await chain.close();
  });

  it("is written as a number and its unit", async () => {
    const { durationMs } = await import("./duration.ts");
    assert.deepEqual(
      (["250ms", "90s", "10m", "36h", "30d"] as const).map(durationMs),
      [250, 90_000, 600_000, 129_600_000, 2_592_000_000],
    );
    for (const bad of ["10", "m", "1.5h", "-1s", "9999d", "1w"]) {
      assert.throws(() => durationMs(bad as Duration), TypeError, bad);
    }
  });
});
