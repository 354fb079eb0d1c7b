import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { shardOf } from "../redis/keys.ts";
import { keys } from "../testing/chain.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { JobIndex } from "./job-index.ts";

describe("the index of jobs", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

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
