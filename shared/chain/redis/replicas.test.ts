import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startRedisServer, type RedisServer } from "../testing/redis-server.ts";
import { until } from "../testing/until.ts";
import { connectRedis, leaveRedis, whenReady } from "./connect.ts";
import { NotReplicatedError, Replicas } from "./replicas.ts";

describe("a write that replicas are to have", { timeout: 60_000 }, () => {
  let primary: RedisServer;
  let replica: RedisServer;
  before(async () => {
    primary = await startRedisServer(["--repl-diskless-sync-delay", "0"]);
    replica = await startRedisServer(["--replicaof", "127.0.0.1", String(primary.port)]);
    // The replica counts as one as soon as it was sent everything, while it still loads that.
    await primary.admin.set("there", 1);
    await until("the replica", async () => (await replica.admin.get("there").catch(() => null)) === "1");
    await primary.admin.del("there");
    await primary.admin.wait(1, 10_000);
  });
  after(() => Promise.all([primary.stop(), replica.stop()]));

  async function connected() {
    const redis = connectRedis(primary.url, "producer", () => undefined);
    await whenReady(redis);
    return { redis, replicas: new Replicas(redis, 1) };
  }

  it("is confirmed when they have it, and many share one question", async (t) => {
    const { redis, replicas } = await connected();
    t.after(() => leaveRedis(redis));
    await primary.admin.config("RESETSTAT");
    const writes = Array.from({ length: 50 }, (_, each) => replicas.confirm("k", () => redis.set(`k${each}`, each)));
    await Promise.all(writes);
    assert.equal(await replica.admin.dbsize(), 50);
    const [, calls = "0"] = /cmdstat_wait:calls=(\d+)/.exec(await primary.admin.info("commandstats")) ?? [];
    assert.ok(Number(calls) <= 5, `${calls} WAITs`);
  });

  it("is not where they have it not, nor where what is found there was written by another", async (t) => {
    const { redis, replicas } = await connected();
    t.after(() => leaveRedis(redis));
    replica.process.kill("SIGSTOP");
    const refused = new NotReplicatedError("0 of 1 replicas have confirmed the write");
    await primary.admin.set("by-another", 1);
    await assert.rejects(
      replicas.confirm("by-another", () => redis.get("by-another")),
      refused,
    );
    await assert.rejects(
      replicas.confirm("mine", () => redis.set("mine", 1)),
      refused,
    );
    replica.process.kill("SIGCONT");
    assert.equal(await replicas.confirm("by-another", () => redis.get("by-another")), "1");
  });

  it("is not where the connection was made anew meanwhile: another primary may have answered", async (t) => {
    const { redis, replicas } = await connected();
    t.after(() => leaveRedis(redis));
    const write = async () => {
      await redis.set("k", 1);
      redis.disconnect(true);
      await until("another connection", () => redis.status === "reconnecting");
      await whenReady(redis);
    };
    await assert.rejects(replicas.confirm("k", write), NotReplicatedError);
  });
});
