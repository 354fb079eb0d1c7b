import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { StageError } from "../errors.ts";
import { jobOutput } from "../gather.ts";
import { OUTSIDE } from "../job/record.ts";
import { checkPipeline, type PipelineSpec } from "../pipeline.ts";
import { keys, testChain, testPipeline, testStage } from "../testing/chain.ts";
import { redisAsText, startTestRedis, type TestRedis } from "../testing/redis.ts";
import { until } from "../testing/until.ts";
import { sweep } from "../sweep.ts";
import Type from "typebox";
import { mapStep, type MapOptions } from "./map.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());

/** Items as the job's input asks for them. */
const items = ({ input }: { input: unknown }) => {
  const { n, pad = "" } = input as { n: number; pad?: string };
  return Array.from({ length: n }, (_, at) => ({ at, pad }));
};

/** What the stage makes of them. */
const got = (n: number, pad = "") => Array.from({ length: n }, (_, at) => ({ got: at, pad }));

describe("a map", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  /** A map over `input.n` items of the stage NAME-item, then the stage NAME-z: a fan-in each. */
  const setUp = (name: string, options: MapOptions = {}, more: Partial<PipelineSpec> = {}) => {
    const stage = { name: `${name}-item`, input: Anything, output: Anything };
    const step = mapStep(items, stage, { name: "all", ...options });
    const pipeline = testPipeline({ name, steps: [step, `${name}-z`], ...more });
    const chain = testChain(redis, [pipeline]);
    const runs: number[] = [];
    const joins: unknown[] = [];
    const state = { inside: 0, most: 0, fail: new Set<number>(), transient: new Set<number>() };
    chain.work(
      testStage(`${name}-z`, async (input) => {
        joins.push((input as { all?: unknown }).all);
        return {};
      }),
    );
    const work = () =>
      chain.work(
        testStage(
          `${name}-item`,
          async (input, { item, attempt }) => {
            const { at, pad } = input as { at: number; pad: string };
            assert.equal(item, at);
            runs.push(at);
            state.inside += 1;
            state.most = Math.max(state.most, state.inside);
            await new Promise((resolve) => setTimeout(resolve, 2));
            state.inside -= 1;
            if (state.fail.has(at)) throw new StageError(`No ${at}.`, { code: "no_such", class: "permanent" });
            if (state.transient.has(at) && attempt < 3) throw new Error("for now");
            return { got: at, pad };
          },
          { concurrency: 20 },
        ),
      );
    const queued = () => chain.queues.get(`${name}-item`).getJobCountByTypes("waiting", "active");
    return { ...chain, pipeline, runs, joins, state, work, queued };
  };

  for (const n of [0, 1, 7, 250]) {
    it(`over ${n} items gives each one's result once and in order, and goes on once`, async () => {
      const chain = setUp(`m${n}`, { concurrency: 5 });
      chain.work();
      const { id } = await chain.client.start(`m${n}`, { n });
      const record = await chain.finished(id);
      assert.equal(record.status, "completed");
      assert.deepEqual(chain.joins, [got(n)]);
      assert.equal(chain.runs.length, n);
      assert.ok(chain.state.most <= 5, `${chain.state.most} at once`);
      assert.deepEqual(record.step("all").map, { total: n, concurrency: 5, onError: "fail", done: n });
      const history = (await chain.records.history(id)).filter((entry) => entry?.[2] === "all");
      assert.deepEqual(
        history.map((entry) => entry?.[1]),
        ["began", "completed"],
      );
      assert.equal(await chain.redis.exists(keys.items(id, "all")), 0, "small results are in the record");
      await chain.close();
    });
  }

  it("keeps big results beside the record, erases them with it, and lets them expire with it", async () => {
    const pad = "x".repeat(400);
    const chain = setUp("big", { concurrency: 30 }, { output: Type.Unknown(), gather: ({ results }) => results });
    chain.work();
    const [one, two] = [
      await chain.client.start("big", { n: 100, pad }),
      await chain.client.start("big", { n: 90, pad }),
    ];
    const record = await chain.finished(one.id);
    await chain.finished(two.id);
    assert.deepEqual(
      chain.joins.toSorted((a, b) => (b as []).length - (a as []).length),
      [got(100, pad), got(90, pad)],
    );
    assert.deepEqual((jobOutput(chain.pipeline, record) as { all: unknown }).all, got(100, pad));
    assert.equal((await chain.records.readHead(one.id))?.step("all").result, OUTSIDE);
    assert.ok((await chain.redis.hstrlen(keys.job(one.id), "r:all")) < 100);
    assert.ok((await chain.redis.pttl(keys.items(one.id, "all"))) > 0);
    await chain.client.purge(one.id);
    assert.equal(await chain.redis.exists(keys.items(one.id, "all")), 0);
    await chain.close();
  });

  it("tries an item again, as the stage's policy says, and no other", async () => {
    const chain = setUp("retries", { concurrency: 3 });
    chain.state.transient.add(4);
    chain.work();
    const { id } = await chain.client.start("retries", { n: 8 });
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(
      chain.runs.toSorted((a, b) => a - b),
      [0, 1, 2, 3, 4, 4, 4, 5, 6, 7],
    );
    await chain.close();
  });

  it("fails with its first failed item, keeps what is done, and runs only the rest when rewound", async () => {
    const chain = setUp("fails", { concurrency: 2 });
    chain.state.fail.add(5);
    chain.work();
    const { id } = await chain.client.start("fails", { n: 12 });
    const failed = await chain.finished(id);
    assert.equal(failed.status, "failed");
    const { failure } = failed.step("all");
    assert.deepEqual([failure?.code, failure?.message], ["no_such", "Item 5: No 5."]);
    await until("what runs to end", async () => (await chain.queued()) === 0);
    const before = chain.runs.length;
    assert.ok(before < 12, "no further item was begun");
    chain.state.fail.clear();
    assert.equal((await chain.client.rewind(id)).ok, true);
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(chain.joins, [got(12)]);
    assert.equal(chain.runs.length, 13, "only item 5 ran twice");
    await chain.close();
  });

  it("collects failures in their items' places", async () => {
    const chain = setUp("collects", { concurrency: 4, onError: "collect" });
    chain.state.fail.add(1).add(2);
    chain.work();
    const { id } = await chain.client.start("collects", { n: 4 });
    assert.equal((await chain.finished(id)).status, "completed");
    const [first, , , last] = got(4).map((result) => ({ status: "completed", result }));
    const errors = [1, 2].map((at) => ({ status: "failed", error: { code: "no_such", message: `No ${at}.` } }));
    assert.deepEqual(chain.joins, [[first, ...errors, last]]);
    await chain.close();
  });

  it("goes on without it where it is optional, and begins no more of its items", async () => {
    const chain = setUp("optional", { concurrency: 1, optional: true });
    chain.state.fail.add(2);
    chain.work();
    const { id } = await chain.client.start("optional", { n: 50 });
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal(chain.runs.length, 3);
    await chain.close();
  });

  it("fails where the pipeline gives no list, too long a one, or throws", async () => {
    for (const [name, n, code] of [
      ["odd1", 10_001, "invalid_input"],
      ["odd2", 2 ** 33, "internal"],
    ] as const) {
      const chain = setUp(name);
      const { id } = await chain.client.start(name, { n });
      assert.equal((await chain.finished(id)).step("all").failure?.code, code);
      await chain.close();
    }
    const stage = { name: "s", input: Anything, output: Anything };
    assert.throws(() => mapStep([], stage, { concurrency: 0 }), TypeError);
    const steps = [[mapStep([], stage), { stage: { ...stage, name: "t" } }]];
    const about = { name: "p", about: "", input: Anything, output: Anything };
    assert.throws(() => checkPipeline({ ...about, steps }), /parallel group/);
  });

  it("stops at a suspend, and goes on with the rest at a resume", async () => {
    const chain = setUp("parks", { concurrency: 3 });
    chain.work();
    const { id } = await chain.client.start("parks", { n: 60 });
    await until("some items", () => chain.runs.length > 10);
    assert.equal((await chain.client.suspend(id)).ok, true);
    await until("what runs to end", async () => (await chain.queued()) === 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = chain.runs.length;
    assert.ok(before < 60);
    assert.equal((await chain.client.resume(id)).ok, true);
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(chain.joins, [got(60)]);
    assert.equal(chain.runs.length, 60, "each ran once");
    await chain.close();
  });

  it("ends with a cancel, and a purge leaves nothing of its items", async () => {
    const chain = setUp("ends", { concurrency: 3 });
    chain.work();
    const { id } = await chain.client.start("ends", { n: 200, pad: "watermelon" });
    await until("some items", () => chain.runs.length > 10);
    assert.equal((await chain.client.cancel(id)).ok, true);
    await until("what runs to end", async () => (await chain.queued()) === 0);
    assert.ok((await chain.redis.pttl(keys.items(id, "all"))) > 0);
    const count = chain.runs.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(chain.runs.length <= count + 3 && count < 200);
    await chain.client.purge(id);
    assert.doesNotMatch(await redisAsText(chain.redis), /watermelon/);
    await chain.close();
  });

  it("runs no item again whose entry is met behind the map's end", async () => {
    const stage = { name: "late-item", input: Type.Unknown(), output: Anything };
    const map = mapStep(items, stage, { name: "all" });
    // Nobody works on `hold`.
    const chain = testChain(redis, [testPipeline({ name: "late", steps: [map, "late-hold"] })]);
    let runs = 0;
    const run = async () => {
      runs += 1;
      return {};
    };
    chain.work({ ...testStage("late-item", run), input: Type.Unknown() });
    const { id } = await chain.client.start("late", { n: 4 });
    const place = [
      { id, pipeline: "late" },
      { name: "all", stage: "late-item" },
    ] as const;
    const ended = async () => (await chain.queues.itemState(...place, 2)) === "completed";
    await until("the map's end", async () => (await chain.records.read(id))?.step("all").result !== undefined);
    await until("the item's entry to end", ended);
    await chain.queues.removeItem(...place, 2);
    await chain.queues.addItems(...place, [2]); // as one that is taken again after its process died
    await until("its entry to end again", ended);
    assert.equal(runs, 4);
    await chain.close();
  });

  it("gets items back that its queue lost", async () => {
    const chain = setUp("loses", { concurrency: 4 });
    const { id } = await chain.client.start("loses", { n: 20 });
    const queue = chain.queues.get("loses-item");
    await until("the first items", async () => (await queue.getWaitingCount()) === 4);
    await queue.obliterate({ force: true });
    chain.work();
    const sweepNow = async () => {
      await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep({ ...chain });
    };
    await sweepNow();
    assert.equal((await chain.finished(id)).status, "completed");
    assert.deepEqual(chain.joins, [got(20)]);
    assert.equal(chain.runs.length, 20);
    await chain.close();
  });
});
