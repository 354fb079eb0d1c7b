import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { Chain } from "../chain.ts";
import { SchemaError } from "../schema.ts";
import { sealing } from "../crypto/cipher.ts";
import { DamagedRecordError } from "../job/damaged.ts";
import { jobIdOf } from "../job/id.ts";
import { keys, testChain, testStage } from "../testing/chain.ts";
import { endDeadLocks } from "../testing/dead-locks.ts";
import { emptyRedis, startTestRedis, type TestRedis } from "../testing/redis.ts";
import { EACH_SECOND, scheduling, walk } from "../testing/schedule-process.ts";
import { until } from "../testing/until.ts";
import { Schedules, TICKS } from "./store.ts";
import { tickCause, type Ticker } from "./ticker.ts";

const PROCESS = new URL("../testing/schedule-process.ts", import.meta.url);
const HOOK = new URL("../testing/fault-hook.ts", import.meta.url);

describe("schedules", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let chain: ReturnType<typeof testChain>;
  let scheduled: ReturnType<typeof scheduling>;
  let tickers: Ticker[];
  before(async () => {
    redis = await startTestRedis();
  });
  beforeEach(async () => {
    tickers = [];
    chain = testChain(redis, [walk]);
    await emptyRedis(chain.redis);
    scheduled = scheduling(chain);
  });
  afterEach(async () => {
    await Promise.all(tickers.map((ticker) => ticker.close()));
    await chain.close();
  });
  after(() => redis.stop());

  const tick = async () => {
    const ticker = scheduled.tick();
    tickers.push(ticker);
    await ticker.ready();
  };
  const work = () => chain.work(testStage("walk", async (input) => ({ ...Object(input) })));
  const started = async () =>
    chain.index.page({ pipelines: ["walk"], statuses: ["pending", "running", "completed"], limit: 100 });
  const startedAtLeast = (count: number) => until(`${count} jobs`, async () => (await started()).length >= count);
  async function die(point: string, name: string, what: string): Promise<void> {
    const env = { ...process.env, FAULT_POINT: point };
    const child = fork(PROCESS, [redis.url, name, what], { env, execArgv: ["--import", HOOK.href], stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", `the process was to die at ${point}`);
  }
  const isActive = async () => (await chain.queues.get(TICKS).getActiveCount()) > 0;
  const ticking = () => chain.queues.get(TICKS).getJobSchedulersCount();

  it("start one job a tick, with several processes at work", async () => {
    work();
    await Promise.all([tick(), tick(), tick()]);
    assert.equal(await scheduled.schedules.put("each-second", EACH_SECOND), true);
    await startedAtLeast(3);
    assert.equal(await scheduled.schedules.remove("each-second"), true);
    await Promise.all(tickers.map((ticker) => ticker.close()));
    const jobs = await started();
    const ticks = jobs.map(({ createdAt }) => Math.floor(createdAt / 1_000) * 1_000);
    assert.equal(new Set(ticks).size, ticks.length);
    for (const [index, { id }] of jobs.entries())
      assert.equal(id, jobIdOf(tickCause("each-second", ticks[index] ?? 0)));
    assert.equal(await ticking(), 0);
    assert.equal(await scheduled.schedules.find("each-second"), undefined);
  });

  it("start jobs of a chain that works on a stage, once their times can be", async () => {
    const whole = new Chain({ redis: redis.url, pipelines: [walk], prefix: "test" });
    await assert.rejects(whole.schedules.put("one", { ...EACH_SECOND, cron: "61 * * * *" }), SchemaError);
    await assert.rejects(whole.schedules.put("one:two", EACH_SECOND), SchemaError);
    await whole.schedules.put("one", EACH_SECOND);
    await whole.work(testStage("walk", async () => ({})));
    await startedAtLeast(2);
    await whole.close();
  });

  it("leave out ticks while the last job is unfinished, and nothing while they may overlap", async () => {
    await tick();
    await scheduled.schedules.put("one", EACH_SECOND);
    await until("two left out", () => scheduled.outcomes.filter((each) => each === "overlap").length >= 2);
    assert.equal((await started()).length, 1);
    await scheduled.schedules.put("one", { ...EACH_SECOND, overlap: "allow" });
    await startedAtLeast(2);
  });

  it("start nothing while they are paused", async () => {
    await scheduled.schedules.put("one", EACH_SECOND);
    assert.equal(await ticking(), 1);
    await scheduled.schedules.put("one", { ...EACH_SECOND, paused: true });
    assert.equal(await ticking(), 0);
  });

  it("start nothing for ticks that were missed, or one job for all of them", async () => {
    const late = Date.now() - 90_000;
    for (const [name, missed] of [
      ["none", "skip"],
      ["one", "once"],
    ] as const) {
      await scheduled.schedules.put(name, { ...EACH_SECOND, cron: "0 0 29 2 *", missed });
      // As it is when nothing worked at the tick: BullMQ keeps one entry, whatever else was missed.
      await chain.queues.get(TICKS).add("tick", { v: 2, job: name, step: "tick" }, { jobId: `repeat:${name}:${late}` });
    }
    await tick();
    await until("both to be over", () => scheduled.outcomes.length === 2);
    assert.deepEqual(new Set(scheduled.outcomes), new Set(["missed", "started"]));
    const last = (await scheduled.schedules.find("one"))?.last;
    assert.deepEqual(last, { at: late, job: jobIdOf(tickCause("one", late)) });
  });

  it("keep a late tick when they are put again as they are", async () => {
    await scheduled.schedules.put("one", EACH_SECOND);
    const before = await chain.queues.get(TICKS).getJobScheduler("one");
    await until("the tick to be late", () => Date.now() > Number(before?.next) + 50);
    assert.equal(await scheduled.schedules.put("one", { ...EACH_SECOND, input: { other: true } }), false);
    assert.equal((await chain.queues.get(TICKS).getJobScheduler("one"))?.next, before?.next);
  });

  it("are sealed under a key, and not read under another", async () => {
    const one = new Schedules({ ...chain, cipher: sealing([Buffer.alloc(32, 1)]) });
    await one.put("secret", { ...EACH_SECOND, input: { text: "a word to hide" } });
    assert.ok(!JSON.stringify(await chain.redis.hgetall(keys.schedules)).includes("a word to hide"));
    assert.deepEqual((await one.find("secret"))?.spec.input, { text: "a word to hide" });
    const other = new Schedules({ ...chain, cipher: sealing([Buffer.alloc(32, 2)]) });
    await assert.rejects(other.find("secret"), DamagedRecordError);
    await other.settle();
    assert.equal(await ticking(), 1);
  });

  it("survive a process that dies at schedule.recorded: the next look makes the ticks", async () => {
    await die("schedule.recorded", "one", "put");
    assert.equal(await ticking(), 0);
    await scheduled.schedules.settle();
    work();
    await tick();
    await startedAtLeast(1);
  });

  it("survive one that dies at schedule.removed: no tick of it starts anything", async () => {
    await scheduled.schedules.put("one", EACH_SECOND);
    await die("schedule.removed", "one", "remove");
    assert.equal(await ticking(), 1);
    await tick();
    await until("a tick of what is gone", () => scheduled.outcomes.includes("gone"));
    await scheduled.schedules.settle();
    assert.equal(await ticking(), 0);
    assert.equal((await started()).length, 0);
  });

  it("survive one that dies at tick.started: the tick's job is started once", async () => {
    await scheduled.schedules.put("one", { ...EACH_SECOND, overlap: "allow", missed: "once" });
    await die("tick.started", "one", "work");
    const [first] = await started();
    await tick();
    await until("the next tick", () => scheduled.outcomes.length > 0);
    // No other tick comes meanwhile, and the job would be another one now.
    const changed = { ...EACH_SECOND, cron: "0 0 29 2 *", overlap: "allow", input: { changed: true } } as const;
    await scheduled.schedules.put("one", changed);
    await tickers.pop()?.close();
    await endDeadLocks(chain.redis, keys, TICKS);
    await tick();
    await until("the entry to be taken again", async () => {
      const { last } = (await scheduled.schedules.find("one")) ?? {};
      return last?.job === first?.id && !(await isActive());
    });
    assert.equal((await started()).filter(({ id }) => id === first?.id).length, 1);
  });
});
