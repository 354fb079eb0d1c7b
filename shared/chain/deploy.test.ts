import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { jobOutput } from "./gather.ts";
import { PAYLOAD_VERSION, queueJobId } from "./queues.ts";
import { sweep } from "./sweep.ts";
import { waitingSteps } from "./step-code.ts";
import { keys, testChain, testPipeline, testStage } from "./testing/chain.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";
import { until } from "./testing/until.ts";
import { pipelineOf, type Version, type VersionPipeline } from "./testing/version-process.ts";

const city = (name: string) => ({ name, stage: "greet", gets: { city: name } });

/**
 * How a pipeline changes between two versions, and what is still to run of a job of the old one.
 */
const CHANGES: readonly (VersionPipeline & { readonly to: Omit<VersionPipeline, "name">; readonly rest: string[] })[] =
  [
    { name: "inserted", steps: ["a", "b", "c"], to: { steps: ["x", "a", "x2", "b", "c"] }, rest: ["b", "c"] },
    { name: "removed", steps: ["a", "b", "c"], to: { steps: ["b", "c"] }, rest: ["b", "c"] },
    { name: "moved", steps: ["a", "b", "c"], to: { steps: ["c", "b", "a"] }, rest: ["b", "c"] },
    { name: "grouped", steps: ["a", "b", "c"], to: { steps: [["a", "b", "c"]] }, rest: ["b", "c"] },
    { name: "ungrouped", steps: ["a", ["b", "c"]], to: { steps: ["a", "c", "b"] }, rest: ["b", "c"] },
    {
      name: "exit-new",
      steps: ["a", "b", "c", "d"],
      to: { steps: ["a", "b", "c", "d"], exits: { b: "d" } },
      rest: ["b", "c", "d"],
    },
    {
      name: "exit-moved",
      steps: ["a", "b", "c", "d"],
      exits: { b: "d" },
      to: { steps: ["a", "b", "d", "c"], exits: { b: "c" } },
      rest: ["b", "d"],
    },
  ];

/** What this version lacks: the step at which a job of the old one waits. */
const LACKS: readonly (VersionPipeline & { readonly to: Omit<VersionPipeline, "name">; readonly says: RegExp })[] = [
  { name: "renamed", steps: ["a", "b"], to: { steps: ["a", { name: "z", stage: "b" }] }, says: /no step "b"/ },
  { name: "gone", steps: ["a", "b"], to: { steps: ["a"] }, says: /no step "b" of the stage "b"/ },
  { name: "restaged", steps: ["a", "b"], to: { steps: ["a", { name: "b", stage: "c" }] }, says: /of the stage "b"/ },
  { name: "exit-gone", steps: ["a", "b", "c"], exits: { b: "c" }, to: { steps: ["a", "b", "c"] }, says: /exits after/ },
];

const CITIES = ["seattle", "tokyo", "london"];
const HELLO = { name: "cities", steps: CITIES.map(city), to: { steps: ["osaka", ...CITIES].map(city) } };
const ALL = [...CHANGES, ...LACKS, HELLO];
const OLD = ALL.map(({ name, steps, exits }: VersionPipeline) => ({ name, steps, ...(exits && { exits }) }));
const NEW = ALL.map(({ name, to }) => Object.assign({ name }, to));

describe("a new version beside what an old one began", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let old: ReturnType<typeof testChain>;
  let now: ReturnType<typeof testChain>;
  const processes: ChildProcess[] = [];
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? assert.fail();

  const start = async (version: Version) => {
    const file = join(import.meta.dirname, "testing/version-process.ts");
    const stdio = ["ignore", "inherit", "inherit", "ipc"] as const;
    const child = spawn(process.execPath, [file, redis.url, JSON.stringify(version)], { stdio: [...stdio] });
    processes.push(child);
    await once(child, "message");
    return child;
  };
  const runsOf = (name: string) => now.redis.lrange(`runs:${idOf(name)}`, 0, -1);
  const settled = async (name: string, step: string) => (await now.records.read(idOf(name)))?.step(step).result;

  before(async () => {
    redis = await startTestRedis();
    old = testChain(redis, OLD.map(pipelineOf));
    now = testChain(redis, NEW.map(pipelineOf));
    await now.redis.set("hold", JSON.stringify({ city: "tokyo" }));
    const begun = await start({ name: "old", pipelines: OLD, works: ["a", "greet"] });
    for (const { name } of OLD) ids.set(name, (await old.client.start(name, {})).id);
    for (const { name } of [...CHANGES, ...LACKS]) await until(`${name} to begin`, () => settled(name, "a"));
    await until("Tokyo's turn", async () => (await runsOf("cities")).length === 2);
    assert.ok((await old.client.suspend(idOf("cities"))).ok);
    await now.redis.del("hold");
    await until("Tokyo to be greeted", () => settled("cities", "tokyo"));
    begun.kill("SIGKILL");
    await once(begun, "exit");
    await start({ name: "new", pipelines: NEW, works: ["a", "b", "c", "d", "x", "x2", "greet"] });
  });
  after(async () => {
    for (const child of processes) child.kill("SIGKILL");
    await Promise.all([old.close(), now.close()]);
    await redis.stop();
  });

  for (const { name, rest } of CHANGES) {
    it(`finishes the job on the layout that it began with: ${name}`, async () => {
      const record = await now.finished(idOf(name));
      assert.equal(record.status, "completed");
      const runs = await runsOf(name);
      assert.deepEqual(runs.toSorted(), ["old:a", ...rest.map((stage) => `new:${stage}`)].toSorted());
      const inOrder = name === "ungrouped" ? [] : runs.slice(1);
      if (inOrder.length > 0)
        assert.deepEqual(
          inOrder,
          rest.map((stage) => `new:${stage}`),
        );
    });
  }

  it("greets the cities that the job began with, each once, though another is there first now", async () => {
    const id = idOf("cities");
    assert.ok((await now.client.resume(id)).ok);
    const record = await now.finished(id);
    const output = jobOutput(now.pipelines.get("cities") ?? assert.fail(), record);
    assert.deepEqual(
      output,
      CITIES.map((name) => ({ exits: true, input: { city: name } })),
    );
    assert.deepEqual(await runsOf("cities"), ["old:greet", "old:greet", "new:greet"]);
  });

  it("starts a new job on the layout of its own", async () => {
    const { id } = await now.client.start("inserted", {});
    await now.finished(id);
    const runs = await now.redis.lrange(`runs:${id}`, 0, -1);
    assert.deepEqual(
      runs,
      ["x", "a", "x2", "b", "c"].map((stage) => `new:${stage}`),
    );
  });

  for (const { name, says } of LACKS) {
    it(`lets a job wait that it cannot go on with, and says for what: ${name}`, async () => {
      const entry = queueJobId({ job: idOf(name), step: "b" });
      await until("the entry to wait", async () => (await now.queues.get("b").getJobState(entry)) === "delayed");
      const record = (await now.records.read(idOf(name))) ?? assert.fail();
      assert.equal(record.status, "running");
      const [waiting, ...others] = waitingSteps(now.pipelines.get(name) ?? assert.fail(), record);
      assert.equal(waiting?.step, "b");
      assert.match(waiting.message, says);
      assert.equal(others.length, 0);
      assert.deepEqual(await runsOf(name), ["old:a"], "nothing ran, and nothing was paid");
    });
  }

  it("moves such a job on by hand: canceled and restarted, it takes the layout of now", async () => {
    const id = idOf("gone");
    assert.ok((await now.client.cancel(id)).ok);
    const restarted = await now.client.restart(id);
    assert.ok(restarted.ok);
    const record = await now.finished(restarted.id);
    assert.deepEqual([record.status, record.layout.steps.map(({ name }) => name)], ["completed", ["a"]]);
  });

  it("has such a job finished by the old version, which runs beside it again", async () => {
    await start({ name: "old", pipelines: OLD, works: ["b", "c"] });
    const id = idOf("renamed");
    const queue = now.queues.get("b");
    const record = await until("the job to finish", async () => {
      // Either version may take the entry; the new one lets it wait again.
      await (await queue.getJob(queueJobId({ job: id, step: "b" })))?.promote().catch(() => undefined);
      const read = await now.records.read(id);
      return read?.status === "completed" && read;
    });
    assert.equal(record.step("b").failure, undefined);
    assert.deepEqual(await runsOf("renamed"), ["old:a", "old:b"]);
  });

  it("stores the layouts again that Redis lost", async () => {
    await now.redis.del(keys.layouts);
    await sweep({ ...now });
    const [inserted] = NEW;
    const { layout } = now.pipelines.get(inserted?.name ?? "") ?? assert.fail();
    assert.notEqual(await now.redis.hget(keys.layouts, layout.hash), null);
  });
});

describe("what another version left in Redis", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("is refused with one clear line when it is a record of 0.1", async () => {
    const chain = testChain(redis, [testPipeline({ name: "old", steps: ["old-a"] })]);
    const { id } = await chain.client.start("old", {});
    await chain.redis.hset(keys.job(id), "v", "1");
    const message = "The job's record has format 1, which this version cannot read";
    await assert.rejects(chain.records.read(id), { name: "DamagedRecordError", message });
    chain.work(testStage("old-a", async () => assert.fail("must not guess")));
    const queue = chain.queues.get("old-a");
    const entry = queueJobId({ job: id, step: "old-a" });
    await until("the entry to fail", async () => (await queue.getJobState(entry)) === "failed");
    assert.equal((await queue.getJob(entry))?.failedReason, `invalid_input: ${message}`);
    await chain.close();
  });

  for (const version of [PAYLOAD_VERSION - 1, PAYLOAD_VERSION + 1]) {
    it(`fails an entry of version ${version} alone, visibly, and the sweep tells the job`, async () => {
      const name = `payload-${version}`;
      const chain = testChain(redis, [testPipeline({ name, steps: [`${name}-a`] })]);
      const { id } = await chain.client.start(name, {});
      const queue = chain.queues.get(`${name}-a`);
      const entry = queueJobId({ job: id, step: `${name}-a` });
      await queue.remove(entry);
      await queue.add(name, { v: version as typeof PAYLOAD_VERSION, job: id, step: `${name}-a` }, { jobId: entry });
      chain.work(testStage(`${name}-a`, async () => assert.fail("must not guess")));
      await until("the entry to fail", async () => (await queue.getJobState(entry)) === "failed");
      await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep({ ...chain });
      const record = await chain.records.read(id);
      assert.equal(record?.status, "failed");
      assert.equal(record?.step(`${name}-a`).failure?.code, "invalid_input");
      await chain.close();
    });
  }
});
