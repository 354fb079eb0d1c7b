import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { FORKED } from "./testing/branch-worker.ts";
import { StageError } from "./errors.ts";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { sweep } from "./sweep.ts";

const WORKER = new URL("./testing/branch-worker.ts", import.meta.url);
const JOBS = 1_000;
const KILLS = 20;

describe("a parallel group", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it(`joins each of ${JOBS} jobs exactly once while both branch workers are killed with -9 ${KILLS} times`, async () => {
    const chain = testChain(redis, [FORKED]);
    const joins = new Map<string, number>();
    chain.work(
      testStage("fork", async () => ({})),
      { concurrency: 50 },
    );
    chain.work(
      testStage("join", async (_, { jobId }) => {
        joins.set(jobId, (joins.get(jobId) ?? 0) + 1);
        return {};
      }),
      { concurrency: 50 },
    );
    const branches = new Map<string, ChildProcess>();
    const spawn = (stage: string) => {
      const child = fork(WORKER, [stage, redis.url], { stdio: "ignore" });
      branches.set(stage, child);
      return once(child, "message");
    };
    await Promise.all([spawn("left"), spawn("right")]);
    const ids: string[] = [];
    for (let batch = 0; batch < JOBS; batch += 100) {
      const started = await Promise.all(Array.from({ length: 100 }, () => chain.client.start("forked", {})));
      ids.push(...started.map(({ id }) => id));
    }
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(Math.random() * 400);
      const stage = Math.random() < 0.5 ? "left" : "right";
      branches.get(stage)?.kill("SIGKILL");
      await spawn(stage);
    }
    const sweeping = setInterval(() => void sweep({ ...chain }).catch(() => undefined), 5_000);
    await until("all jobs to finish", async () => joins.size === JOBS && (await openJobs()) === 0, 120_000);
    clearInterval(sweeping);
    for (const child of branches.values()) child.kill("SIGKILL");
    assert.ok(
      [...joins.values()].every((count) => count === 1),
      "no job was joined twice",
    );
    for (const id of ids) {
      const record = await chain.records.read(id);
      assert.equal(record?.status, "completed");
      const history = await chain.records.history(id);
      for (const step of ["fork", "left", "right", "join"]) {
        const results = history.filter((entry) => entry?.[1] === "completed" && entry[2] === step);
        assert.equal(results.length, 1, "each step has one recorded result");
      }
    }
    await chain.close();

    async function openJobs(): Promise<number> {
      const counts = await Promise.all(Array.from({ length: 16 }, (_, shard) => chain.redis.zcard(keys.open(shard))));
      return counts.reduce((sum, each) => sum + each, 0);
    }
  });

  it("joins a job once whose last branch was recorded by a process that died before the hand-off", async () => {
    const chain = testChain(redis, [FORKED]);
    const { id } = await chain.client.start("forked", {});
    const settle = (step: string, siblings: readonly string[]) =>
      chain.records.settle(
        { id, pipeline: "forked", step, number: 1, begunAt: Date.now(), worker: "dead", told: false },
        { outcome: { result: {}, provider: "" }, follows: "go", skipped: [], siblings },
      );
    assert.equal(await settle("fork", []), "go");
    assert.equal(await settle("right", ["left"]), "waiting");
    assert.equal(await settle("left", ["right"]), "go"); // and the process dies here
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await Promise.all([sweep({ ...chain }), sweep({ ...chain }), sweep({ ...chain })]);
    let joins = 0;
    chain.work(
      testStage("join", async () => {
        joins += 1;
        return {};
      }),
    );
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal(joins, 1);
    await chain.close();
  });

  it("joins without a branch that fails for good, and not at all when the job is canceled in between", async () => {
    const chain = testChain(redis, [FORKED]);
    chain.work(testStage("fork", async () => ({})));
    chain.work(
      testStage("left", async () => Promise.reject(new Error("for good")), {
        retry: { attempts: 1, backoffMs: 0, maxBackoffMs: 0 },
      }),
    );
    const gate = Promise.withResolvers<void>();
    chain.work(
      testStage("right", async (input) => {
        if (typeof input === "object" && input !== null && "wait" in input) await gate.promise;
        return {};
      }),
    );
    let joins = 0;
    chain.work(
      testStage("join", async () => {
        joins += 1;
        return {};
      }),
    );
    const first = await chain.client.start("forked", {});
    const record = await chain.finished(first.id);
    assert.equal(record.status, "completed");
    assert.equal(record.step("left").failure?.code, "internal");
    assert.equal(joins, 1);
    const second = await chain.client.start("forked", { wait: true });
    await until("the failed branch", async () => (await chain.records.read(second.id))?.step("left").failure);
    assert.deepEqual(await chain.client.cancel(second.id), { ok: true, id: second.id });
    gate.resolve();
    await until("both queues to be empty", async () => {
      const active = await Promise.all(
        ["left", "right", "join"].map((stage) => chain.queues.get(stage).getActiveCount()),
      );
      return active.every((count) => count === 0);
    });
    assert.equal((await chain.records.read(second.id))?.status, "canceled");
    assert.equal(joins, 1);
    await chain.close();
  });

  it("keeps what a member made that was under way when another failed the job, and a rewind does not make it again", async () => {
    const chain = testChain(redis, [testPipeline({ name: "late", steps: [["late-a", "late-b"], "late-c"] })]);
    const gate = Promise.withResolvers<void>();
    const runs = { a: 0, b: 0 };
    const a = testStage("late-a", async (_, { paid }) => {
      runs.a += 1;
      await paid("dear", 0.5);
      await gate.promise;
      return { by: "a" };
    });
    chain.work(a);
    chain.work(
      testStage("late-b", async () => {
        runs.b += 1;
        await until("the other member", () => runs.a === 1);
        if (runs.b === 1) throw new StageError("On purpose.", { code: "provider_refused", class: "refused" });
        return {};
      }),
    );
    chain.work(testStage("late-c", async (input) => ({ saw: input })));
    const { id } = await chain.client.start("late", {});
    const failed = await chain.finished(id);
    assert.equal(failed.status, "failed");
    gate.resolve();
    const kept = await until("the late result", async () => {
      const record = await chain.records.read(id);
      return record?.step("late-a").result !== undefined && record;
    });
    assert.deepEqual([kept.status, kept.stopped, kept.updatedAt], ["failed", "late-b", failed.updatedAt]);
    assert.ok((await chain.client.rewind(id)).ok);
    const record = await chain.finished(id);
    assert.deepEqual(record.step("late-c").result, { saw: { "late-a": { by: "a" }, "late-b": {} } });
    assert.deepEqual([runs, record.step("late-a").paid.calls], [{ a: 1, b: 2 }, 1]);
    const events = (await chain.records.history(id)).map((entry) => `${entry?.[1]} ${entry?.[2]}${entry?.[4]}`);
    assert.ok(events.indexOf("completed late-a") > events.indexOf("status failed"), events.join(", "));
    await chain.close();
  });

  it("does not run a member again that is still under way when the job is rewound", async () => {
    const chain = testChain(redis, [testPipeline({ name: "slow", steps: [["slow-a", "slow-b"], "slow-c"] })]);
    const gate = Promise.withResolvers<void>();
    const runs = { a: 0, b: 0 };
    chain.work(
      testStage("slow-a", async () => {
        runs.a += 1;
        await gate.promise;
        return {};
      }),
    );
    chain.work(
      testStage("slow-b", async () => {
        runs.b += 1;
        await until("the other member", () => runs.a === 1);
        if (runs.b === 1) throw new StageError("On purpose.", { code: "provider_refused", class: "refused" });
        return {};
      }),
    );
    chain.work(testStage("slow-c", async () => ({})));
    const { id } = await chain.client.start("slow", {});
    await chain.finished(id);
    assert.ok((await chain.client.rewind(id)).ok);
    await until("the rewound member", async () => (await chain.records.read(id))?.step("slow-b").result);
    gate.resolve();
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(runs, { a: 1, b: 2 });
    await chain.close();
  });
});
