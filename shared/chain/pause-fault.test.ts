import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { SHARDS } from "./redis/keys.ts";
import { sweep } from "./sweep.ts";
import { keys, testChain } from "./testing/chain.ts";
import { pauseRoute, workOnPauses } from "./testing/pause-process.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";

const PROCESS = new URL("./testing/pause-process.ts", import.meta.url);
const HOOK = new URL("./testing/fault-hook.ts", import.meta.url);

/** The crash matrix of waits and timers: a process dies by SIGKILL, another one goes on. */
describe("a process that dies over a job that waits", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  async function die(point: string, ...args: string[]): Promise<void> {
    const env = { ...process.env, FAULT_POINT: point };
    const child = fork(PROCESS, [redis.url, ...args], { env, execArgv: ["--import", HOOK.href], stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", `the process was to die at ${point}`);
  }

  const setUp = (name: string) => {
    const chain = testChain(redis, [pauseRoute(name)]);
    return {
      ...chain,
      waiting: (id: string, step: string) =>
        until(`the job to wait at ${step}`, async () => (await chain.records.read(id))?.waitsAt === step),
      sweepNow: async (id: string) => {
        await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
        await sweep({ ...chain });
      },
      /** Lets it go on to its end; it must have gone each way once. */
      end: async (id: string, by: string) => {
        await until("the end", async () => {
          await chain.waker.pass();
          return (await chain.records.read(id))?.status === "completed";
        });
        const record = await chain.finished(id);
        assert.deepEqual(record.step("approval").result, { by });
        assert.deepEqual({ ...(await chain.redis.hgetall(`runs:${id}`)) }, { a: "1", b: "1" });
        const ends = (await chain.records.history(id)).filter((entry) => entry?.[1] === "completed");
        assert.deepEqual(
          ends.map((entry) => entry?.[2]),
          [`${name}-a`, "approval", "nap", `${name}-b`],
        );
        for (let shard = 0; shard < SHARDS; shard += 1) {
          assert.equal(await chain.redis.zscore(keys.due(shard), id), null);
          assert.equal(await chain.redis.zscore(keys.open(shard), id), null);
        }
        await chain.close();
      },
    };
  };

  it("at stage.recorded, before the job waits: it does, and takes the event", async () => {
    const chain = setUp("dies-before");
    const { id } = await chain.client.start("dies-before", {});
    await die("stage.recorded", "dies-before", "work");
    assert.equal((await chain.records.read(id))?.status, "running");
    assert.equal(await chain.client.event(id, "approval", { by: "one" }), "kept");
    workOnPauses(chain, "dies-before");
    await chain.sweepNow(id);
    await chain.end(id, "one");
  });

  it("at event.kept: the job goes on with the event that nobody was told is kept", async () => {
    const chain = setUp("dies-event");
    workOnPauses(chain, "dies-event");
    const { id } = await chain.client.start("dies-event", {});
    await chain.waiting(id, "approval");
    await die("event.kept", "dies-event", "event", id);
    assert.equal((await chain.records.read(id))?.status, "waiting");
    assert.equal(await chain.client.event(id, "approval", { by: "another" }), "taken");
    assert.equal(await chain.client.event(id, "approval", { by: "another" }, "k"), "repeated");
    await chain.end(id, "the one that died");
  });

  it("at stage.recorded, when the event or the timer has ended the wait: the sweep hands it on", async () => {
    for (const [name, what] of [
      ["dies-settled", "event"],
      ["dies-napped", "wake"],
    ] as const) {
      const chain = setUp(name);
      workOnPauses(chain, name);
      // With a priority, record and queue are two steps.
      const { id } = await chain.client.start(name, {}, { priority: 1 });
      await chain.waiting(id, "approval");
      if (what === "wake") {
        await chain.client.event(id, "approval", { by: "the one that died" });
        await chain.waiting(id, "nap");
      }
      await die("stage.recorded", name, what, id);
      assert.equal((await chain.records.read(id))?.status, "running");
      await chain.sweepNow(id);
      await chain.end(id, "the one that died");
    }
  });

  it("at start.recorded: the sweep begins the job whose time has come", async () => {
    const chain = setUp("dies-start");
    const { id } = await chain.client.start("dies-start", {}, { startAt: Date.now() + 300 });
    await die("start.recorded", "dies-start", "wake");
    assert.equal((await chain.records.read(id))?.status, "pending");
    await chain.client.event(id, "approval", { by: "one" });
    workOnPauses(chain, "dies-start");
    await chain.sweepNow(id);
    await chain.end(id, "one");
  });
});
