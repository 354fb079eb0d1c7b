import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { ReplyError } from "ioredis";
import { testChain, testPipeline, testStage } from "../testing/chain.ts";
import { useEmptyRedis } from "../testing/empty-redis.ts";
import { until } from "../testing/until.ts";

describe("an entry that a script of the records adds", () => {
  const redis = useEmptyRedis();
  const route = testPipeline({ name: "route", steps: ["a"] });

  it("is what BullMQ's own `add` makes, and stays what it is when it comes again", async (t) => {
    const chain = testChain(redis, [route]);
    t.after(() => chain.close());
    const queue = chain.queues.get("a");
    const [byScript, byAdd] = [randomUUID(), randomUUID()];
    const job = { pipeline: "route", layout: route.layout, input: {}, fingerprint: "" };
    const steps = route.layout.steps;
    const now = Date.now();
    await chain.records.create({ ...job, id: byScript }, now, {
      entries: chain.queues.entries({ ...job, id: byScript }, steps) ?? [],
    });
    await chain.queues.add({ ...job, id: byAdd }, { name: "a", stage: "a" });

    const made = async (id: string) => chain.redis.hgetall(queue.toKey(`${id}.a`));
    const { timestamp, ...fields } = await made(byScript);
    const { timestamp: _, ...others } = await made(byAdd);
    assert.deepEqual(JSON.parse(JSON.stringify(fields).replaceAll(byScript, byAdd)), { ...others });
    assert.equal(timestamp, String(now));
    assert.deepEqual(await chain.redis.lrange(queue.toKey("wait"), 0, -1), [`${byAdd}.a`, `${byScript}.a`]);
    assert.equal(await chain.redis.zcard(queue.toKey("marker")), 1);
    const events = await chain.redis.xrange(queue.toKey("events"), "-", "+");
    assert.deepEqual(
      events.map(([, [, event]]) => event),
      ["added", "waiting", "added", "waiting"],
    );

    await chain.queues.add({ ...job, id: byScript }, { name: "a", stage: "a" });
    assert.equal(await queue.getWaitingCount(), 2);
  });

  it("is not made for a job that was suspended meanwhile, and goes where a paused queue keeps it", async (t) => {
    const pipeline = testPipeline({ name: "two", steps: ["first", "second"] });
    const chain = testChain(redis, [pipeline]);
    t.after(() => chain.close());
    const [suspended, going] = [await chain.client.start("two", {}), await chain.client.start("two", {})];
    await chain.client.suspend(suspended.id);
    const second = chain.queues.get("second");
    await second.pause();
    chain.work(testStage("first", async () => ({})));
    const entries = async () => (await second.getJobs(["wait"])).map(({ id }) => id);
    await until("the entry", async () => (await entries()).length > 0);
    assert.deepEqual(await entries(), [`${going.id}.second`]);
    await second.resume();
  });

  it("of each member of a group is made, and added one by one once a server has refused the script", async (t) => {
    const steps = ["start", ["left", "right"], "end"];
    const chain = testChain(redis, [testPipeline({ name: "group", steps })]);
    t.after(() => chain.close());
    for (const stage of steps.flat()) chain.work(testStage(stage, async () => ({})));
    const ends = async () => {
      const { id, created } = await chain.client.start("group", {});
      assert.ok(created);
      assert.equal((await chain.finished(id)).status, "completed");
      return (await chain.client.history(id)).filter((entry) => entry?.[1] === "completed").length;
    };
    assert.equal(await ends(), 4);

    const create = chain.records.create.bind(chain.records);
    const settle = chain.records.settle.bind(chain.records);
    let refused = 0;
    const refuse = (entries: readonly string[] = []) => {
      if (entries.length === 0) return;
      refused += 1;
      // What the script wrote before it stays, as in Redis.
      throw new ReplyError("ERR Script attempted to access keys that do not hash to the same slot");
    };
    chain.records.create = async (job, now, queued) => {
      const made = await create(job, now);
      refuse(queued?.entries);
      return made;
    };
    chain.records.settle = async (attempt, { entries, ...settlement }) => {
      const settled = await settle(attempt, settlement);
      refuse(entries);
      return settled;
    };
    assert.deepEqual([await ends(), await ends()], [4, 4]);
    assert.equal(refused, 1, "who was refused once asks no more");
  });
});
