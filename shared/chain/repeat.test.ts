import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { StageError } from "./errors.ts";
import { repeatStep, type RepeatOptions } from "./repeat.ts";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { pollRoute, workOnPoll } from "./testing/poll-process.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { sweep } from "./sweep.ts";
import Type from "typebox";

const Anything = Type.Record(Type.String(), Type.Unknown());
const PROCESS = new URL("./testing/poll-process.ts", import.meta.url);
const HOOK = new URL("./testing/fault-hook.ts", import.meta.url);

const ready = (result: unknown) => (result as { ready: boolean }).ready;

describe("a step that runs until its result will do", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  const setUp = (name: string, run: (count: number) => unknown, options: Partial<RepeatOptions> = {}) => {
    const stage = { name: `${name}-poll`, input: Anything, output: Anything };
    const poll = repeatStep(stage, { every: "100ms", within: "30s", until: ready, ...options });
    const chain = testChain(redis, [testPipeline({ name, steps: [poll, `${name}-z`] })]);
    const runs: number[] = [];
    chain.work(testStage(`${name}-z`, async (input) => input));
    chain.work(
      testStage(`${name}-poll`, async () => {
        runs.push(Date.now());
        return { ready: run(runs.length) === true };
      }),
    );
    const end = async (id: string) => {
      await until("the end", async () => {
        await chain.waker.pass();
        const status = (await chain.records.read(id))?.status;
        return status === "completed" || status === "failed";
      });
      return chain.finished(id);
    };
    return { ...chain, runs, end, name };
  };

  it("holds no worker in between, and goes on with the result that will", async () => {
    const chain = setUp("r1", (count) => count === 4);
    const { id } = await chain.client.start("r1", {});
    const waiting = await until("the first wait", async () => {
      const record = await chain.records.read(id);
      return record?.status === "waiting" && record;
    });
    assert.equal(waiting.waitsAt, "r1-poll");
    assert.equal(await chain.redis.zscore(keys.openOf(id), id), null);
    const record = await chain.end(id);
    assert.deepEqual(record.step("r1-poll").result, { ready: true });
    assert.equal(chain.runs.length, 4);
    for (const [at, time] of chain.runs.entries()) assert.ok(at === 0 || time - (chain.runs[at - 1] ?? 0) >= 95);
    await chain.close();
  });

  it("fails when its time is over, and begins anew when it is rewound", async () => {
    let isReady = false;
    const chain = setUp("r2", () => isReady, { within: "350ms" });
    const { id } = await chain.client.start("r2", {});
    const failed = await chain.end(id);
    assert.equal(failed.step("r2-poll").failure?.code, "wait_timeout");
    assert.ok(chain.runs.length >= 2 && chain.runs.length <= 6, String(chain.runs.length));
    isReady = true;
    await chain.client.rewind(id);
    assert.equal((await chain.end(id)).status, "completed");
    await chain.close();
  });

  it("has all its attempts for each run", async () => {
    const chain = setUp("r3", (count) => {
      if (count % 3 !== 0) throw new StageError("for now", { code: "provider_unavailable", class: "transient" });
      return count === 12;
    });
    const { id } = await chain.client.start("r3", {});
    assert.equal((await chain.end(id)).status, "completed");
    assert.equal(chain.runs.length, 12);
    await chain.close();
  });

  it("fails where the pipeline cannot judge, or bounds it badly", async () => {
    const chain = setUp("r4", () => false, {
      until: () => {
        throw new Error("on purpose");
      },
    });
    const { id } = await chain.client.start("r4", {});
    assert.equal((await chain.end(id)).step("r4-poll").failure?.code, "internal");
    await chain.close();
    const stage = { name: "s", input: Anything, output: Anything };
    assert.throws(() => repeatStep(stage, { every: "1s", within: "30d", until: () => true }), TypeError);
    assert.throws(() => repeatStep(stage, { every: "0s", within: "1s", until: () => true }), TypeError);
  });

  it("is suspended, resumed and canceled as any wait", async () => {
    const chain = setUp("r5", () => false, { every: "1h", within: "30d" });
    const { id } = await chain.client.start("r5", {});
    const waits = () => until("the wait", async () => (await chain.records.read(id))?.status === "waiting");
    await waits();
    assert.equal((await chain.client.suspend(id)).ok, true);
    assert.equal((await chain.client.resume(id)).ok, true);
    await waits();
    assert.equal(chain.runs.length, 2, "it looks when it is resumed");
    assert.equal((await chain.client.cancel(id)).ok, true);
    await chain.waker.pass();
    assert.equal((await chain.records.read(id))?.status, "canceled");
    await chain.close();
  });

  it("at repeat.recorded: a process dies, and the sweep queues the next run", async () => {
    const chain = testChain(redis, [pollRoute]);
    workOnPoll(chain);
    const { id } = await chain.client.start("poll", {});
    await until("the first wait", async () => (await chain.records.read(id))?.status === "waiting");
    const env = { ...process.env, FAULT_POINT: "repeat.recorded" };
    const child = fork(PROCESS, [redis.url], { env, execArgv: ["--import", HOOK.href], stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL");
    assert.equal((await chain.records.read(id))?.status, "running");
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain });
    assert.deepEqual((await chain.finished(id)).step("poll").result, { count: 2 });
    await chain.close();
  });
});
