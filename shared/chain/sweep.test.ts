import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { queueJobId } from "./queues.ts";
import { Sweeper } from "./sweep.ts";

describe("the sweep", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  const chains: { close(): Promise<void> }[] = [];
  before(async () => {
    redis = await startTestRedis();
  });
  after(async () => {
    await Promise.all(chains.map((chain) => chain.close()));
    await redis.stop();
  });

  function setUp(
    name: string,
    steps: Parameters<typeof testPipeline>[0]["steps"],
    exits: Parameters<typeof testPipeline>[0]["exits"] = {},
  ) {
    const chain = testChain(redis, [testPipeline({ name, steps, exits })]);
    chains.push(chain);
    const start = async (count: number, options = {}) => {
      const started = await Promise.all(Array.from({ length: count }, () => chain.client.start(name, {}, options)));
      return started.map(({ id }) => id);
    };
    const makeDue = (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => chain.redis.zadd(keys.openOf(id), "XX", 1, id)));
    const requeued = async (id: string) =>
      (await chain.records.history(id)).filter((entry) => entry?.[1] === "requeued").length;
    return { ...chain, start, makeDue, requeued, sweeper: new Sweeper(chain) };
  }

  it("reads lists and index instead of asking for each job, writes nothing for those that are well, and finds the lost", async () => {
    const chain = setUp("many", ["many-a", "many-b"]);
    const ids = await chain.start(2_000);
    await chain.makeDue(ids);
    assert.equal(await chain.sweeper.pass(), 0);
    // Until each record was looked at once.
    const calls = await until("a pass without a look", async () => {
      const before = await commands();
      await chain.sweeper.pass();
      const calls = difference(before, await commands());
      return (calls.get("evalsha") ?? 0) === 0 && calls;
    });
    const all = [...calls.values()].reduce((sum, each) => sum + each, 0);
    assert.ok(all < 100, `${all} commands for 2,000 jobs`);
    assert.equal(calls.get("hset"), 1, "the layouts, once a pass");
    for (const write of ["zadd", "rpush", "lpush"]) assert.equal(calls.get(write) ?? 0, 0, write);
    const lost = [0, 700, 1_999].map((at) => ids[at] ?? "");
    for (const job of lost) await chain.queues.get("many-a").remove(queueJobId({ job, step: "many-a" }));
    assert.equal(await chain.sweeper.pass(), 3);
    for (const id of lost) assert.equal(await chain.requeued(id), 1);
    assert.equal(await chain.queues.get("many-a").getWaitingCount(), 2_000);
  });

  it("has BullMQ look for an entry as this Redis can, and not read the whole list", async () => {
    const chain = setUp("known", ["known-a"]);
    const [job = ""] = await chain.start(1);
    const before = await commands();
    assert.equal(await chain.queues.get("known-a").getJobState(queueJobId({ job, step: "known-a" })), "waiting");
    const calls = difference(before, await commands());
    assert.ok((calls.get("lpos") ?? 0) > 0);
    assert.equal(calls.get("lrange") ?? 0, 0);
  });

  for (const [list, options] of [
    ["wait", {}],
    ["prioritized", { priority: 3 }],
  ] as const) {
    it(`puts jobs back whose \`${list}\` list was lost while their entries' hashes are left, and says so once`, async () => {
      const name = `lost-${list}`;
      const chain = setUp(name, [`${name}-a`]);
      const ids = await chain.start(5, options);
      await chain.makeDue(ids);
      await chain.redis.del(chain.queues.get(`${name}-a`).toKey(list));
      assert.equal(await chain.sweeper.pass(), 5);
      await chain.makeDue(ids);
      assert.equal(await chain.sweeper.pass(), 0);
      chain.work(testStage(`${name}-a`, async () => ({})));
      for (const id of ids) {
        assert.equal((await chain.finished(id)).status, "completed");
        assert.equal(await chain.requeued(id), 1);
      }
    });
  }

  it("does not claim to have put a job back while a worker holds its entry, whose list was lost", async () => {
    const chain = setUp("held", ["held-a"]);
    const gate = Promise.withResolvers<object>();
    chain.work(testStage("held-a", () => gate.promise));
    const [id = ""] = await chain.start(1);
    await until("the stage to run", async () => (await chain.records.read(id))?.step("held-a").begunAt !== undefined);
    await chain.redis.del(chain.queues.get("held-a").toKey("active"));
    await chain.makeDue([id]);
    assert.equal(await chain.sweeper.pass(), 0);
    assert.equal(await chain.requeued(id), 0);
    gate.resolve({});
    assert.equal((await chain.finished(id)).status, "completed");
  });

  it("puts a job back whose entry lost its hash while its id is left in the list", async () => {
    const chain = setUp("bare", ["bare-a"]);
    const [id = ""] = await chain.start(1);
    await chain.redis.del(chain.queues.get("bare-a").toKey(queueJobId({ job: id, step: "bare-a" })));
    chain.work(testStage("bare-a", async () => ({})));
    await until("the job to finish", async () => {
      await chain.makeDue([id]);
      await chain.sweeper.pass();
      return (await chain.records.read(id))?.status === "completed";
    });
  });

  it("finds the lost entry of one branch while the other branch waits in its queue", async () => {
    const chain = setUp("branch", [["branch-a", "branch-b"]]);
    const [job = ""] = await chain.start(1);
    await chain.makeDue([job]);
    assert.equal(await chain.sweeper.pass(), 0);
    await chain.queues.get("branch-b").remove(queueJobId({ job, step: "branch-b" }));
    assert.equal(await chain.sweeper.pass(), 1);
    chain.work(testStage("branch-a", async () => ({})));
    chain.work(testStage("branch-b", async () => ({})));
    assert.equal((await chain.finished(job)).status, "completed");
  });

  it("puts a job back where its record says that it went, and does not judge a recorded result again", async () => {
    let judged = 0;
    const when = () => (judged += 1) > 1; // would go elsewhere the second time
    const chain = setUp("judged", ["judged-a", "judged-b", "judged-c"], { "judged-a": { to: "judged-c", when } });
    chain.work(testStage("judged-a", async () => ({})));
    const [id = ""] = await chain.start(1);
    const b = queueJobId({ job: id, step: "judged-b" });
    await until("it to go on", async () => (await chain.queues.get("judged-b").getJobState(b)) === "waiting");
    await chain.queues.get("judged-b").remove(b);
    await chain.makeDue([id]);
    assert.equal(await chain.sweeper.pass(), 1);
    assert.equal(await chain.queues.get("judged-b").getJobState(b), "waiting");
    chain.work(testStage("judged-b", async () => ({})));
    chain.work(testStage("judged-c", async () => ({})));
    const record = await chain.finished(id);
    assert.equal(record.step("judged-b").skipped, false);
    assert.equal(judged, 1);
  });

  it("looks once at a job of a pipeline that it does not know, and not again and again", async () => {
    const chain = setUp("strange", ["strange-a"]);
    await chain.makeDue(await chain.start(3));
    const sweeper = new Sweeper({ ...chain, pipelines: new Map() });
    assert.equal(await sweeper.pass(), 0);
    const before = await commands();
    assert.equal(await sweeper.pass(), 0);
    assert.equal(await sweeper.pass(), 0);
    const calls = difference(before, await commands());
    for (const name of ["evalsha", "zadd"]) assert.equal(calls.get(name) ?? 0, 0, name);
  });

  /** How often each command was called so far, those inside scripts included. */
  async function commands(): Promise<ReadonlyMap<string, number>> {
    const stats = await redis.connect().info("commandstats");
    return new Map(
      [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)].map(([, name = "", calls]) => [name, Number(calls)]),
    );
  }
});

function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...after].map(([name, calls]) => [name, calls - (before.get(name) ?? 0)]));
}
