import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startRedisServer, type RedisServer } from "./testing/redis-server.ts";
import { startTcpProxy, type TcpProxy } from "./testing/tcp-proxy.ts";
import { PacedWorker } from "./paced-worker.ts";
import { testChain, testPipeline, testStage } from "./testing/chain.ts";
import { until } from "./testing/until.ts";
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { connectRedis, leaveRedis, type ConnectionUse } from "./redis/connect.ts";
import { redisTrouble } from "./redis/trouble.ts";
import { pino } from "pino";

const ROUTE = testPipeline({ name: "refusal", steps: ["refusal-a", "refusal-b"] });
const ALONE = testPipeline({ name: "refusal-alone", steps: ["refusal-c"] });

describe("a Redis that refuses writes", { timeout: 120_000 }, () => {
  let redis: RedisServer;
  let replica: RedisServer;
  let proxy: TcpProxy;
  before(async () => {
    [redis, replica] = await Promise.all([startRedisServer(), startRedisServer()]);
    proxy = await startTcpProxy(redis.port);
  });
  after(async () => {
    await proxy.close();
    await Promise.all([redis.stop(), replica.stop()]);
  });

  const phases = [
    ["READONLY", () => redis.admin.replicaof("127.0.0.1", "1"), () => redis.admin.replicaof("NO", "ONE")],
    ["OOM", () => redis.admin.config("SET", "maxmemory", "1"), () => redis.admin.config("SET", "maxmemory", "0")],
  ] as const;
  for (const [name, begin, end] of phases) {
    it(`${name}: asked again once a second, told as one trouble, and the result in hand is not lost`, async () => {
      const { chain, id, lines, go, runs, close } = await inHand(redis.url);
      await begin();
      const before = await refusals(redis);
      go();
      // Nothing to wait for: what happens in a while without a pause is the question.
      await sleep(3_000);
      const refused = (await refusals(redis)) - before;
      await end();
      assert.ok(refused > 0 && refused < 60, `${refused} commands were refused in 3 s`);
      // A log can make one line of them, since each says whose trouble it is.
      const told = lines.filter(({ msg }) => msg !== "job completed");
      assert.deepEqual([...new Set(told.map(({ trouble }) => trouble))], [name]);
      await chain.finished(id);
      assert.equal(runs(), 1, "the stage is not run again");
      await close();
    });
  }

  it("an entry whose end was refused does not fail by that: it is found stalled, and ends the next time", async (t) => {
    const connection = connectRedis(redis.url, "worker", () => undefined);
    t.after(() => leaveRedis(connection));
    const queue = new Queue("paced", { connection });
    let runs = 0;
    const worker = new PacedWorker<object, string>(
      "paced",
      async () => {
        runs += 1;
        // As BullMQ or the chain meets it between the old primary and the new one, which takes the
        // next command.
        if (runs === 1) throw Object.assign(new Error("READONLY You can't write …"), { name: "ReplyError" });
        return "done";
      },
      { connection, lockDuration: 500, stalledInterval: 250, maxStalledCount: 100 },
    );
    worker.on("error", () => undefined);
    t.after(() => worker.close());
    await queue.add("entry", {});
    await until("its end", async () => (await queue.getCompletedCount()) === 1);
    assert.deepEqual([runs, await queue.getFailedCount()], [2, 0]);
    await queue.close();
  });

  it("a stage that Redis refused something has not failed", async () => {
    const { chain, go, close } = await inHand(redis.url);
    go();
    let runs = 0;
    chain.work(
      testStage(
        "refusal-c",
        async () => {
          runs += 1;
          const refusal = Object.assign(new Error("OOM command not allowed …"), { name: "ReplyError" });
          if (runs === 1) throw new Error("could not be kept", { cause: refusal });
          return {};
        },
        { retry: { attempts: 1, backoffMs: 0, maxBackoffMs: 0 } },
      ),
    );
    const { id } = await chain.client.start("refusal-alone", {});
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal(runs, 2);
    await close();
  });

  it("after a failover that leaves the old primary reachable, every connection finds the new one", async () => {
    const { chain, id, go, close } = await inHand(proxy.url);
    const failing = await chain.client.start("refusal", { failOnce: true });
    await until("both to be in hand", async () => (await chain.queues.get("refusal-a").getActiveCount()) === 2);
    await replica.admin.replicaof("127.0.0.1", redis.port);
    await until("the replica to be in step", async () =>
      /master_link_status:up/.test(await replica.admin.info("replication")),
    );
    await replica.admin.replicaof("NO", "ONE");
    proxy.leadTo(replica.port);
    await redis.admin.replicaof("127.0.0.1", replica.port);
    go();
    assert.equal((await chain.finished(id)).status, "completed");
    assert.equal(
      (await chain.finished(failing.id)).status,
      "completed",
      "what Redis refused is no failure of the stage",
    );
    assert.equal(await chain.queues.get("refusal-a").getFailedCount(), 0);
    const next = await until("a job to be taken", () => chain.client.start("refusal", {}).catch(() => undefined));
    await chain.finished(next.id);
    const names = await until("nobody to write to the old one", async () => {
      await chain.client.start("refusal", {});
      const listed = String(await redis.admin.client("LIST", "TYPE", "NORMAL"));
      return listed.split("\n").filter((line) => /name=chain/.test(line)).length === 0;
    });
    assert.ok(names);
    await close();
    await redis.admin.replicaof("NO", "ONE");
  });
});

/**
 * Two workers over a Redis, with a job whose first stage is in hand until `go`, and the log that
 * they write.
 */
async function inHand(url: string) {
  const lines: { readonly msg: unknown; readonly trouble: string | undefined }[] = [];
  const logMethod = ([fields, msg]: readonly unknown[]) => {
    const { err } = fields as { err?: unknown };
    lines.push({ msg, trouble: redisTrouble(err) });
  };
  const log = pino({ hooks: { logMethod } });
  const connections: Redis[] = [];
  const connect = (use: ConnectionUse = "worker") => {
    const connection = connectRedis(url, use, () => undefined);
    connections.push(connection);
    return connection;
  };
  const chain = testChain({ connect }, [ROUTE, ALONE]);
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let runs = 0;
  chain.work(
    testStage("refusal-a", async (input) => {
      runs += 1;
      begun.resolve();
      await go.promise;
      if ((input as { failOnce?: boolean }).failOnce === true && runs < 3) throw new Error("on purpose");
      return {};
    }),
    { log },
  );
  chain.work(
    testStage("refusal-b", async () => ({})),
    { log },
  );
  const { id } = await chain.client.start("refusal", {});
  await begun.promise;
  const close = async () => {
    await chain.close();
    for (const connection of connections) leaveRedis(connection);
  };
  return { chain, id, lines, go: go.resolve, runs: () => runs, close };
}

/** How many commands this Redis has answered with READONLY or OOM since it runs. */
async function refusals({ admin }: RedisServer): Promise<number> {
  const stats = await admin.info("errorstats");
  return [...stats.matchAll(/errorstat_(?:READONLY|OOM):count=(\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}
