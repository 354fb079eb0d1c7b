import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { mastersOf } from "../redis/cluster.ts";
import { shardOf, SHARDS } from "../redis/keys.ts";
import { keys } from "../testing/chain.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { JobIndex, STATUSES, type ListPlace } from "./job-index.ts";

describe("the index of jobs", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("gives pages in the order of time and bytes over all sets, at a command for each shard", async () => {
    const connection = redis.connect();
    const index = new JobIndex(connection, keys);
    const [pipelines, statuses] = [["p", "q"], STATUSES.slice(0, 3)];
    const jobs = Array.from({ length: 400 }, (_, at) => ({
      id: `${"aB-_z9"[at % 6]}${Math.random().toString(36)}`,
      createdAt: 1_700_000_000_000 + Math.floor(Math.random() * 40),
      set: `${pipelines[at % 2]}:${statuses[at % 3]}`,
    }));
    await Promise.all(
      jobs.map(({ id, createdAt, set }) => connection.zadd(keys.jobs(shardOf(id), set), createdAt, id)),
    );
    const inOrder = jobs
      .toSorted((a, b) => b.createdAt - a.createdAt || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id)))
      .map(({ id }) => id);
    for (const limit of [3, 50, 1_000]) {
      const met: ListPlace[] = [];
      for (;;) {
        const page = await index.page({ pipelines, statuses, limit, after: met.at(-1) });
        met.push(...page);
        if (page.length < limit) break;
      }
      assert.deepEqual(
        met.map(({ id }) => id),
        inOrder,
      );
      const upward = await index.page({ pipelines, statuses, limit, oldestFirst: true, after: met.at(100) });
      assert.deepEqual(
        upward.map(({ id }) => id),
        inOrder.slice(0, 100).toReversed().slice(0, limit),
      );
    }
    const [to, from] = [inOrder[100], inOrder[300]].map((id) => jobs.find((job) => job.id === id)?.createdAt);
    const within = await index.page({ pipelines, statuses, from, to, limit: 1_000 });
    assert.equal(within.length, jobs.filter(({ createdAt: at }) => at >= (from ?? 0) && at <= (to ?? 0)).length);
    const before = await scriptCalls();
    await index.page({ pipelines, statuses, limit: 20 });
    assert.ok((await scriptCalls()) - before <= 2 * SHARDS);
    await index.counts(pipelines);
    assert.ok((await scriptCalls()) - before <= 3 * SHARDS);
    assert.equal(
      (await index.counts(pipelines)).reduce((sum, { jobs: each }) => sum + each, 0),
      jobs.length,
    );

    async function scriptCalls(): Promise<number> {
      const told = await Promise.all((await mastersOf(connection)).map((master) => master.info("commandstats")));
      return told.reduce((sum, text) => sum + Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(text)?.[1] ?? 0), 0);
    }
  });

  it("is rid of jobs that are gone within a few tidyings, each of which looks at a bounded number of those that are not", async () => {
    const connection = redis.connect();
    const index = new JobIndex(connection, keys);
    const gone = await keep(200, false);
    await keep(12_000, true);
    const isLeft = async (id: string) => (await connection.zscore(keyOf(id), id)) !== null;
    let rounds = 0;
    for (let left = gone; left.length > 0; rounds += 1) {
      assert.ok(rounds < 4, `${left.length} of ${gone.length} are left`);
      const before = await existsCalls();
      await index.trim(["old"], Date.now());
      const looks = (await existsCalls()) - before;
      assert.ok(looks <= 5_600, `${looks} jobs were looked at`);
      const there = await Promise.all(left.map(isLeft));
      left = left.filter((_, at) => there[at]);
    }
    assert.equal((await index.counts(["old"])).find(({ status }) => status === "completed")?.jobs, 12_000);

    /** Adds old jobs to the index, with a record or without. */
    async function keep(count: number, isThere: boolean): Promise<readonly string[]> {
      const ids = Array.from({ length: count }, () => crypto.randomUUID());
      await Promise.all(
        ids.map(async (id) => {
          await connection.zadd(keyOf(id), Math.floor(Math.random() * 1_000_000), id);
          if (isThere) await connection.hset(keys.job(id), "status", "completed");
        }),
      );
      return ids;
    }

    async function existsCalls(): Promise<number> {
      return Number(/^cmdstat_exists:calls=(\d+)/m.exec(await connection.info("commandstats"))?.[1] ?? 0);
    }
  });
});

function keyOf(id: string): string {
  return `${keys.jobs(shardOf(id), "old")}:completed`;
}
