import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { jobIdOf } from "../job/id.ts";
import { sweep } from "../sweep.ts";
import { keys, testChain } from "../testing/chain.ts";
import { endDeadLocks } from "../testing/dead-locks.ts";
import { ITEMS, mapRoute, workOnMap } from "../testing/map-process.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";

const PROCESS = new URL("../testing/map-process.ts", import.meta.url);
const HOOK = new URL("../testing/fault-hook.ts", import.meta.url);

/** The crash matrix of maps: a process dies by SIGKILL at each point, another one goes on. */
describe("a process that dies over a map", { concurrency: 4, timeout: 120_000 }, () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  async function die(point: string, name: string, what: string): Promise<void> {
    const env = { ...process.env, FAULT_POINT: point };
    const child = fork(PROCESS, [redis.url, name, what], { env, execArgv: ["--import", HOOK.href], stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", `the process was to die at ${point}`);
  }

  const points: [point: string, what: string, repeated: number][] = [
    ["map.written", "start", 0],
    ["map.opened", "start", 0],
    ["stage.ran", "work", 4],
    // Of others in hand, some may be recorded by then and some not.
    ["item.recorded", "work singly", 0],
  ];
  for (const [point, what, repeated] of points) {
    it(`at ${point}: each item has one result, and only what was in hand runs again`, async () => {
      const name = point.replace(".", "-");
      const chain = testChain(redis, [mapRoute(name)]);
      if (what !== "start") await chain.client.start(name, {}, { cause: name });
      await die(point, name, what);
      await endDeadLocks(chain.redis, keys, `${name}-item`, `${name}-z`);
      workOnMap(chain, name);
      const id = jobIdOf(name);
      await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
      await sweep({ ...chain });
      const record = await chain.finished(id);
      assert.equal(record.status, "completed");
      assert.deepEqual(
        record.step("all").result,
        Array.from({ length: ITEMS }, (_, at) => ({ got: { at } })),
      );
      const runs = await chain.redis.hgetall(`runs:${id}`);
      const total = Object.values(runs).reduce((sum, count) => sum + Number(count), 0);
      assert.ok(total <= ITEMS + 1 + repeated, JSON.stringify(runs));
      const ends = (await chain.records.history(id)).filter(
        (entry) => entry?.[1] === "completed" && entry[2] === "all",
      );
      assert.equal(ends.length, 1, "one fan-in");
      await chain.close();
    });
  }
});
