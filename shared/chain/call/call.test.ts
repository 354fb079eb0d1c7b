import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sweep } from "../sweep.ts";
import { callChain, workOnCalls } from "../testing/call-process.ts";
import { keys } from "../testing/chain.ts";
import { keysOf, startTestRedis, type TestRedis } from "../testing/redis.ts";
import { until } from "../testing/until.ts";
import { childOf } from "./call.ts";

describe("a job that calls another one", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  const setUp = (name: string) => {
    const chain = callChain(redis, name);
    const status = async (id: string) => (await chain.records.read(id))?.status;
    return {
      ...chain,
      status,
      toBe: (id: string, wanted: string) => until(`${id} to be ${wanted}`, async () => (await status(id)) === wanted),
      /** The job waits, and the one that it called is in the queue. */
      start: async () => {
        workOnCalls(chain, name, ["a"]);
        const { id } = await chain.client.start(name, { of: name });
        await until("the call", async () => (await chain.records.read(id))?.waitsAt === "called");
        return { id, child: childOf(id, "called") };
      },
      workOnChild: () => workOnCalls(chain, name, ["c"]),
      workOnRest: () => workOnCalls(chain, name, ["b", "c"]),
      runs: async () => ({ ...(await chain.redis.hgetall(`runs:${name}`)) }),
      sweepNow: async (id: string) => {
        await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
        await sweep(chain);
      },
      isOpen: async (id: string) => (await chain.redis.zscore(keys.openOf(id), id)) !== null,
    };
  };

  it("waits without a due time, and goes on with the other one's output", async () => {
    const chain = setUp("called");
    const { id, child } = await chain.start();
    const waiting = await chain.records.read(id);
    assert.deepEqual([waiting?.status, waiting?.step("called").dueAt], ["waiting", undefined]);
    assert.deepEqual((await chain.records.read(child))?.owes, { parent: id, step: "called" });
    assert.deepEqual((await chain.records.read(child))?.input, { of: "called" });
    chain.workOnRest();
    const record = await chain.finished(id);
    assert.equal(record.status, "completed");
    assert.deepEqual(record.step("called").result, { ran: "c", jobId: child });
    assert.deepEqual(await chain.runs(), { a: "1", b: "1", c: "1" });
    await until("nothing to be owed", async () => !(await chain.isOpen(child)));
    await chain.close();
  });

  it("fails with the other one's code; a rewind rewinds the other one", async () => {
    const chain = setUp("fails");
    await chain.redis.set("fails:fails", "1");
    const { id, child } = await chain.start();
    chain.workOnRest();
    const failed = await chain.finished(id);
    assert.equal(failed.stopped, "called");
    assert.equal(failed.step("called").failure?.code, "provider_refused");
    assert.match(failed.step("called").failure?.message ?? "", /On purpose/);
    await chain.redis.del("fails:fails");
    assert.deepEqual(await chain.client.rewind(id), { ok: true, id });
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal((await chain.finished(child)).status, "completed");
    assert.deepEqual(await chain.runs(), { a: "1", b: "1", c: "2" });
    await chain.close();
  });

  it("is told of the end once, when the other one was rewound by itself and the job after it", async () => {
    const chain = setUp("rewound");
    await chain.redis.set("fails:rewound", "1");
    const { id, child } = await chain.start();
    chain.workOnRest();
    await chain.finished(id);
    await chain.redis.del("fails:rewound");
    await chain.client.rewind(child);
    await chain.toBe(child, "completed");
    assert.equal(await chain.status(id), "failed");
    await chain.client.rewind(id);
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(await chain.runs(), { a: "1", b: "1", c: "2" });
    await chain.close();
  });

  it("fails when somebody cancels or purges the other one", async () => {
    for (const action of ["cancel", "purge"] as const) {
      const chain = setUp(`lost-${action}`);
      const { id, child } = await chain.start();
      await chain.client[action](child);
      if (action === "cancel") await chain.sweepNow(child);
      const record = await chain.finished(id);
      assert.equal(record.step("called").failure?.code, "call_canceled");
      await chain.client.rewind(id);
      assert.equal((await chain.finished(id)).status, "failed");
      await chain.close();
    }
  });

  it("cancels the other one with itself", async () => {
    const chain = setUp("cancels");
    const { id, child } = await chain.start();
    await chain.client.cancel(id);
    assert.deepEqual([await chain.status(id), await chain.status(child)], ["canceled", "canceled"]);
    assert.equal(await chain.queues.get("cancels-c").getWaitingCount(), 0);
    for (const each of [id, child]) await chain.sweepNow(each);
    assert.deepEqual([await chain.isOpen(id), await chain.isOpen(child)], [false, false]);
    assert.equal(await chain.status(id), "canceled");
    await chain.close();
  });

  it("suspends and resumes it, and keeps its end meanwhile", async () => {
    const chain = setUp("suspends");
    const { id, child } = await chain.start();
    await chain.client.suspend(id);
    assert.deepEqual([await chain.status(id), await chain.status(child)], ["suspended", "suspended"]);
    await chain.sweepNow(id);
    assert.equal(await chain.isOpen(id), false);
    await chain.client.resume(id);
    assert.deepEqual([await chain.status(id), await chain.status(child)], ["waiting", "pending"]);
    await chain.client.suspend(id);
    await chain.client.resume(child);
    chain.workOnRest();
    await chain.toBe(child, "completed");
    await until("its end to be kept", async () => (await chain.records.read(id))?.step("called").event !== undefined);
    assert.equal(await chain.status(id), "suspended");
    await chain.client.resume(id);
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(await chain.runs(), { a: "1", b: "1", c: "1" });
    await chain.close();
  });

  it("that is canceled or purged in the middle of a call leaves no job behind", async () => {
    for (const action of ["cancel", "purge"] as const) {
      const chain = setUp(`late-${action}`);
      const { records } = chain;
      const create = records.create.bind(records);
      records.create = async (job, ...rest) => {
        const isParent = job.pipeline === `late-${action}`;
        if (!isParent && job.owes !== undefined && "parent" in job.owes) await chain.client[action](job.owes.parent);
        return create(job, ...rest);
      };
      workOnCalls(chain, `late-${action}`, ["a"]);
      const { id } = await chain.client.start(`late-${action}`, {});
      const child = childOf(id, "called");
      await chain.toBe(child, "canceled");
      await chain.sweepNow(child);
      if (action === "purge")
        assert.deepEqual([await chain.status(id), await chain.status(child)], [undefined, undefined]);
      else assert.deepEqual([await chain.status(id), await chain.status(child)], ["canceled", "canceled"]);
      await chain.close();
    }
  });

  it("purges it with itself, before and after its end", async () => {
    for (const name of ["purges", "purges-later"]) {
      const chain = setUp(name);
      const { id, child } = await chain.start();
      if (name === "purges-later") {
        chain.workOnRest();
        await chain.finished(id);
      }
      assert.equal(await chain.client.purge(id), "purged");
      assert.deepEqual([await chain.status(id), await chain.status(child)], [undefined, undefined]);
      assert.equal(await chain.records.wasPurged(child), true);
      const left = (await keysOf(chain.redis)).filter((key) => key.includes(id) || key.includes(child));
      assert.deepEqual(left.toSorted(), [keys.job(child), keys.job(id)].toSorted());
      await chain.close();
    }
  });

  it("restarts with a job of its own, which calls one of its own", async () => {
    const chain = setUp("restarts");
    const { id, child } = await chain.start();
    chain.workOnRest();
    await chain.finished(id);
    const again = await chain.client.restart(id);
    const alone = await chain.client.restart(child);
    assert.ok(again.ok && alone.ok);
    assert.equal((await chain.finished(again.id)).status, "completed");
    assert.equal((await chain.finished(alone.id)).owes, undefined);
    assert.notEqual(childOf(again.id, "called"), child);
    await chain.close();
  });

  it("of which the other one's pipeline is not loaded waits for a process that has it", async () => {
    const chain = setUp("not-loaded");
    const child = chain.pipelines.get("not-loaded-child");
    assert.ok(child);
    chain.pipelines.delete(child.name);
    workOnCalls(chain, "not-loaded");
    const { id } = await chain.client.start("not-loaded", {});
    await until(
      "the first step",
      async () => (await chain.records.read(id))?.step("not-loaded-a").result !== undefined,
    );
    await chain.sweepNow(id);
    assert.equal(await chain.status(id), "running");
    chain.pipelines.set(child.name, child);
    await chain.sweepNow(id);
    assert.equal((await chain.finished(id)).status, "completed");
    await chain.close();
  });
});
