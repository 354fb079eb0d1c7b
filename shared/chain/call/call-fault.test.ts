import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { SHARDS } from "../redis/keys.ts";
import type { StartOptions } from "../start-options.ts";
import { sweep } from "../sweep.ts";
import { callChain, workOnCalls } from "../testing/call-process.ts";
import { keys } from "../testing/chain.ts";
import { endDeadLocks } from "../testing/dead-locks.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { until } from "../testing/until.ts";
import { childOf } from "./call.ts";

const PROCESS = new URL("../testing/call-process.ts", import.meta.url);
const HOOK = new URL("../testing/fault-hook.ts", import.meta.url);

/** The crash matrix of calls: a process dies by SIGKILL, another one goes on. */
describe("a process that dies over a call", { timeout: 240_000 }, () => {
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
    const chain = callChain(redis, name);
    const status = async (id: string) => (await chain.records.read(id))?.status;
    const sweepNow = async (...ids: string[]) => {
      for (const id of ids) await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep(chain);
    };
    return {
      ...chain,
      status,
      sweepNow,
      workOnAll: () => workOnCalls(chain, name),
      start: async () => {
        const { id } = await chain.client.start(name, {});
        return { id, child: childOf(id, "called") };
      },
      /** A job that waits for the one that it called, on which nobody works. */
      waiting: async (options: StartOptions = {}) => {
        workOnCalls(chain, name, ["a"]);
        const { id } = await chain.client.start(name, {}, options);
        await until("the call", async () => (await chain.records.read(id))?.waitsAt === "called");
        return { id, child: childOf(id, "called") };
      },
      statuses: async (id: string) => Promise.all([status(id), status(childOf(id, "called"))]),
      /** Lets both go on to their ends; each stage must have run so often. */
      end: async (id: string, runs = { a: "1", b: "1", c: "1" }) => {
        const child = childOf(id, "called");
        await until("the end", async () => {
          await chain.waker.pass();
          await sweepNow(id, child);
          return (await status(id)) === "completed";
        });
        assert.deepEqual((await chain.records.read(id))?.step("called").result, { ran: "c", jobId: child });
        assert.deepEqual({ ...(await chain.redis.hgetall(`runs:${name}`)) }, runs);
        const ends = (await chain.records.history(id)).filter((entry) => entry?.[1] === "completed");
        assert.deepEqual(
          ends.map((entry) => entry?.[2]),
          [`${name}-a`, "called", `${name}-b`],
        );
        await until("nothing to be open or due", async () => {
          await sweepNow(id, child);
          for (const job of [id, child]) {
            for (let shard = 0; shard < SHARDS; shard += 1) {
              if ((await chain.redis.zscore(keys.due(shard), job)) !== null) return false;
              if ((await chain.redis.zscore(keys.open(shard), job)) !== null) return false;
            }
          }
          return true;
        });
        await chain.close();
      },
    };
  };

  it("at call.recorded: the sweep queues the called job, and the other one waits for it", async () => {
    const chain = setUp("call-recorded");
    const { id } = await chain.start();
    await die("call.recorded", "call-recorded", "work");
    assert.deepEqual(await chain.statuses(id), ["running", "pending"]);
    assert.equal(await chain.queues.get("call-recorded-c").getWaitingCount(), 0);
    await endDeadLocks(chain.redis, keys, "call-recorded-a");
    chain.workOnAll();
    await chain.end(id);
  });

  it("at call.queued: the called job runs, also to its end, and the other one gets what it gave", async () => {
    const chain = setUp("call-queued");
    const { id, child } = await chain.start();
    await die("call.queued", "call-queued", "work");
    assert.equal(await chain.status(id), "running");
    workOnCalls(chain, "call-queued", ["c"]);
    await chain.finished(child);
    await endDeadLocks(chain.redis, keys, "call-queued-a");
    chain.workOnAll();
    await chain.end(id);
  });

  it("at job.finished of the called one: the sweep tells the other one", async () => {
    const chain = setUp("call-finished");
    const { id } = await chain.waiting();
    await die("job.finished", "call-finished", "work on the child");
    assert.deepEqual(await chain.statuses(id), ["waiting", "completed"]);
    chain.workOnAll();
    await chain.end(id);
  });

  it("at call.ended: the other one is due, and goes on with what is kept", async () => {
    const chain = setUp("call-ended");
    const { id } = await chain.waiting();
    await die("call.ended", "call-ended", "work on the child");
    assert.deepEqual(await chain.statuses(id), ["waiting", "completed"]);
    chain.workOnAll();
    await until("the end", async () => {
      await chain.waker.pass();
      return (await chain.status(id)) === "completed";
    });
    await chain.end(id);
  });

  it("at stage.recorded, when the end is the step's result: the sweep hands the job on", async () => {
    const chain = setUp("call-settled");
    // With a priority, record and queue are two steps.
    const { id } = await chain.waiting({ priority: 1 });
    await die("call.ended", "call-settled", "work on the child");
    await die("stage.recorded", "call-settled", "wake");
    assert.deepEqual(await chain.statuses(id), ["running", "completed"]);
    chain.workOnAll();
    await chain.end(id);
  });

  it("at cancel.recorded and suspend.recorded: the sweep sees to the called job", async () => {
    for (const [action, state] of [
      ["cancel", "canceled"],
      ["suspend", "suspended"],
    ] as const) {
      const name = `call-${action}`;
      const chain = setUp(name);
      const { id, child } = await chain.waiting();
      await die(`${action}.recorded`, name, action, id);
      assert.deepEqual(await chain.statuses(id), [state, "pending"]);
      await chain.sweepNow(id);
      assert.deepEqual(await chain.statuses(id), [state, state]);
      if (action === "suspend") {
        await chain.client.resume(id);
        chain.workOnAll();
        await chain.end(id);
      } else {
        chain.workOnAll();
        await chain.sweepNow(child);
        assert.deepEqual({ ...(await chain.redis.hgetall(`runs:${name}`)) }, { a: "1" });
        await chain.close();
      }
    }
  });

  it("at resume.recorded of the called job: the same resume lets both go on", async () => {
    const chain = setUp("call-resume");
    const { id } = await chain.waiting();
    await chain.client.suspend(id);
    await die("resume.recorded", "call-resume", "resume", id);
    assert.deepEqual(await chain.statuses(id), ["suspended", "pending"]);
    assert.equal((await chain.client.resume(id)).ok, true);
    chain.workOnAll();
    await chain.end(id);
  });

  it("at rewind.opened of the called job: the same rewind goes on with both", async () => {
    const chain = setUp("call-rewind");
    await chain.redis.set("fails:call-rewind", "1");
    const { id } = await chain.waiting();
    chain.workOnAll();
    await chain.finished(id);
    await chain.redis.del("fails:call-rewind");
    await die("rewind.opened", "call-rewind", "rewind", id);
    assert.deepEqual(await chain.statuses(id), ["failed", "running"]);
    assert.equal((await chain.client.rewind(id)).ok, true);
    await chain.end(id, { a: "1", b: "1", c: "2" });
  });

  it("at purge.recorded of the called job: the same purge erases both, and nothing went on", async () => {
    const chain = setUp("call-purge");
    const { id, child } = await chain.waiting();
    await die("purge.recorded", "call-purge", "purge", id);
    assert.deepEqual(await chain.statuses(id), ["canceled", undefined]);
    assert.equal(await chain.client.purge(id), "purged");
    chain.workOnAll();
    await chain.sweepNow(id, child);
    assert.deepEqual(await chain.statuses(id), [undefined, undefined]);
    assert.deepEqual({ ...(await chain.redis.hgetall("runs:call-purge")) }, { a: "1" });
    await chain.close();
  });
});
