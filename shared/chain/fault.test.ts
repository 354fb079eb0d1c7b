import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { jobIdOf } from "./job/id.ts";
import type { JobRecord } from "./job/record.ts";
import { SHARDS } from "./redis/keys.ts";
import { keys, testChain } from "./testing/chain.ts";
import { matrixRoute, workOn } from "./testing/fault-process.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { callbackPipeline, callBack } from "./callback.ts";
import { queueJobId } from "./queues.ts";
import { sweep } from "./sweep.ts";

const PROCESS = new URL("./testing/fault-process.ts", import.meta.url);
const HOOK = new URL("./testing/fault-hook.ts", import.meta.url);

/**
 * The crash matrix of the chain: a real process dies by SIGKILL at each fault point, another one
 * goes on.
 */
describe("a process that dies", { concurrency: 8, timeout: 120_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  /** Runs a process that does `what` and dies at the point; resolves when it is dead. */
  async function die(point: string, name: string, what: string, job = "", more: NodeJS.ProcessEnv = {}): Promise<void> {
    const env = { ...process.env, ...more, FAULT_POINT: point };
    const execArgv = ["--import", HOOK.href];
    const child = fork(PROCESS, [redis.url, name, what, job], { env, execArgv, stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", `the process was to die at ${point}`);
  }

  const setUp = (name: string) => {
    const chain = testChain(redis, [matrixRoute(name), callbackPipeline]);
    /** One round of the sweep in which the job is due. */
    const sweepNow = async (id: string) => {
      await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep({ ...chain });
    };
    return { ...chain, sweepNow };
  };

  /** What must hold of every job that ran to its end, wherever a process died. */
  async function checkWhole(
    chain: ReturnType<typeof setUp>,
    record: JobRecord,
    most: number,
  ): Promise<Record<string, string>> {
    assert.equal(record.status, "completed");
    const history = await chain.records.history(record.id);
    for (const { name } of record.layout.steps) {
      const ends = history.filter((entry) => entry?.[1] === "completed" && entry[2] === name);
      assert.equal(ends.length, 1, `${name} has one result`);
    }
    const runs = await chain.redis.hgetall(`runs:${record.id}`);
    for (const [stage, count] of Object.entries(runs)) assert.ok(Number(count) <= most, `${stage} ran ${count} times`);
    for (let shard = 0; shard < SHARDS; shard += 1) {
      assert.equal(await chain.redis.zscore(keys.open(shard), record.id), null, "it is not open any more");
    }
    return runs;
  }

  for (const point of ["accept.begun", "accept.recorded", "accept.queued"] as const) {
    it(`at ${point} (with a key): the client's repeat makes one job, and it completes`, async () => {
      const name = `${point.replace(".", "-")}-k`;
      const chain = setUp(name);
      await die(point, name, startFor(point), name);
      const { id, created } = await chain.client.start(name, {}, { cause: name });
      assert.equal(id, jobIdOf(name));
      assert.equal(created, point === "accept.begun");
      workOn(chain, name);
      await checkWhole(chain, await chain.finished(id), 1);
      await chain.close();
    });
  }

  for (const point of ["accept.recorded", "accept.queued"] as const) {
    it(`at ${point} (without a key): the job that nobody was told of runs all the same`, async () => {
      const name = `${point.replace(".", "-")}-n`;
      const chain = setUp(name);
      await die(point, name, startFor(point));
      workOn(chain, name);
      const id = await until("the job", async () => {
        const [place] = await chain.index.page({
          pipelines: [name],
          statuses: ["pending", "running", "completed"],
          limit: 1,
        });
        return place?.id;
      });
      if (point === "accept.recorded") await chain.sweepNow(id);
      await checkWhole(chain, await chain.finished(id), 1);
      await chain.close();
    });
  }

  const workPoints: [point: string, runsOfA: number][] = [
    ["stage.taken", 1],
    ["call.counted", 2],
    ["stage.ran", 2],
    ["stage.recorded", 1],
    ["stage.handed-on", 1],
  ];
  for (const [point, runsOfA] of workPoints) {
    it(`at ${point}: another one goes on, and the stage ran ${runsOfA} time(s)`, async () => {
      const name = point.replaceAll(".", "-");
      const chain = setUp(name);
      // With a priority, record and queue are two steps.
      const { id } = await chain.client.start(name, {}, { priority: 1 });
      await die(point, name, "work");
      workOn(chain, name);
      const record = await chain.finished(id);
      const runs = await checkWhole(chain, record, 2);
      assert.equal(runs["a"], String(runsOfA));
      assert.equal(record.step(`${name}-a`).paid.calls, runsOfA, "each paid call is counted, before it is made");
      await chain.close();
    });
  }

  it("at job.finished: the sweep starts the callback that the job owes, once", async () => {
    const name = "job-finished";
    const chain = setUp(name);
    const { id } = await chain.client.start(name, {}, { owes: { callbackUrl: "https://example.com/hook" } });
    await die("job.finished", name, "work");
    assert.equal((await chain.records.read(id))?.status, "completed");
    const callbacks = () => chain.index.page({ pipelines: ["callback"], statuses: ["pending"], limit: 10 });
    assert.deepEqual(await callbacks(), []);
    const onFinished = (record: JobRecord) => callBack(chain, record);
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await Promise.all([sweep({ ...chain, onFinished }), sweep({ ...chain, onFinished })]);
    assert.equal((await callbacks()).length, 1);
    assert.equal(await chain.redis.zscore(keys.openOf(id), id), null);
    await chain.close();
  });

  it("at cancel.recorded: nothing runs, and the entry that stayed behind is turned away", async () => {
    const name = "cancel-recorded";
    const chain = setUp(name);
    const { id } = await chain.client.start(name, {});
    await die("cancel.recorded", name, "cancel", id);
    workOn(chain, name);
    await until(
      "the entry to be turned away",
      async () => (await chain.queues.get(`${name}-a`).getCompletedCount()) === 1,
    );
    assert.equal((await chain.records.read(id))?.status, "canceled");
    assert.deepEqual(await chain.redis.hgetall(`runs:${id}`), {});
    await chain.close();
  });

  it("at suspend.recorded and then at resume.recorded: the sweep goes on with the job", async () => {
    const name = "suspend-recorded";
    const chain = setUp(name);
    const { id } = await chain.client.start(name, {});
    await die("suspend.recorded", name, "suspend", id);
    workOn(chain, name);
    await until(
      "the entry to be turned away",
      async () => (await chain.queues.get(`${name}-a`).getCompletedCount()) === 1,
    );
    assert.equal((await chain.records.read(id))?.status, "suspended");
    await die("resume.recorded", name, "resume", id);
    assert.equal((await chain.records.read(id))?.status, "pending");
    await chain.sweepNow(id);
    await checkWhole(chain, await chain.finished(id), 1);
    await chain.close();
  });

  it("at rewind.opened: the sweep runs the failed stage again, and not what is done", async () => {
    const name = "rewind-opened";
    const chain = setUp(name);
    workOn(chain, name);
    const { id } = await chain.client.start(name, { fail: true });
    assert.equal((await chain.finished(id)).status, "failed");
    await chain.redis.set("mended", "1");
    await die("rewind.opened", name, "rewind", id);
    assert.equal((await chain.records.read(id))?.status, "running");
    await chain.sweepNow(id);
    const runs = await checkWhole(chain, await chain.finished(id), 2);
    assert.deepEqual({ ...runs }, { a: "1", b: "1", c: "1", d: "2" });
    await chain.close();
  });

  it("at purge.recorded: nothing is left that anybody could read, the entry goes, and asking again ends it", async () => {
    const name = "purge-recorded";
    const chain = setUp(name);
    const { id } = await chain.client.start(name, { text: "secret", user: name });
    await chain.redis.set(`trace:${id}`, "about the secret");
    await die("purge.recorded", name, "purge", id);
    assert.equal(await chain.redis.exists(`trace:${id}`), 0);
    assert.equal(await chain.client.find(id), undefined);
    assert.equal(await chain.client.wasPurged(id), true);
    workOn(chain, name);
    const entry = queueJobId({ job: id, step: `${name}-a` });
    await until("the entry to go", async () => (await chain.queues.get(`${name}-a`).getJob(entry)) === undefined);
    assert.deepEqual(await chain.redis.hgetall(`runs:${id}`), {});
    assert.equal(await chain.client.purge(id), "already");
    await chain.close();
  });
});

/** What a process does that is to die at this point. */
function startFor(point: string): string {
  return point === "accept.recorded" ? "start in two steps" : "start";
}
