import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { clusterOf, mastersOf } from "../../shared/chain/redis/cluster.ts";
import { connectRedis, leaveRedis, whenReady } from "../../shared/chain/redis/connect.ts";
import { chainKeys } from "../../shared/chain/redis/keys.ts";
import { startRedisCluster, startSentinelSet } from "../../shared/chain/testing/redis-set.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { JobWatch } from "../../shared/chain/watch.ts";

const keys = chainKeys("test");
const APART: ReadonlySet<string> = new Set(["disconnecting", "close", "end"]);

describe("a connection over a failover", { timeout: 120_000 }, () => {
  for (const start of [startRedisCluster, startSentinelSet]) {
    it(`leaves a primary that is frozen, and loses no command: ${start.name}`, async (t) => {
      const set = await start();
      t.after(() => set.stop());
      const redis = connectRedis(set.url, "worker", () => undefined);
      t.after(() => leaveRedis(redis));
      const names = Array.from({ length: 50 }, (_, each) => `key-${each}`);
      await Promise.all(names.map((name) => redis.set(name, "before")));
      const before = await set.primaries();
      before[0]?.signal("SIGSTOP");
      t.after(() => before[0]?.signal("SIGCONT"));
      await Promise.all(names.map((name) => redis.set(name, "after")));
      assert.deepEqual(
        await Promise.all(names.map((name) => redis.get(name))),
        names.map(() => "after"),
      );
    });
  }

  it("gives up on a master that is frozen after a second, asked by itself, as for its gauges", async (t) => {
    const set = await startRedisCluster();
    const redis = connectRedis(set.url, "producer", () => undefined);
    t.after(async () => {
      leaveRedis(redis);
      await set.stop();
    });
    const masters = await mastersOf(redis);
    await Promise.all(masters.map((master) => master.info()));
    const [first] = await set.primaries();
    first?.signal("SIGSTOP");
    const answers = await Promise.allSettled(masters.map((master) => master.info()));
    assert.deepEqual(
      answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason)] : [])),
      ["Error: Command timed out"],
    );
  });

  it("comes back where ioredis waits for ever: a node was met while it disconnected, the cluster was down", async (t) => {
    const set = await startRedisCluster();
    t.after(() => set.stop());
    const redis = connectRedis(set.url, "worker", () => undefined);
    t.after(() => leaveRedis(redis));
    await redis.set("key", "before");
    const other = redis.duplicate();
    await whenReady(other);
    other.disconnect();
    const cluster = clusterOf(redis);
    assert.ok(cluster);
    const torn = once(cluster, "end");
    cluster.disconnect();
    // As a redirection does that is under way.
    cluster["connectionPool"].findOrCreate({ host: "127.0.0.1", port: set.servers[0]?.port });
    await torn;
    await cluster.connect();
    assert.equal(await redis.get("key"), "before");
    // As BullMQ's recovery does: the last node goes before the new attempt has begun.
    cluster["connectionPool"].reset([]);
    cluster.disconnect(false);
    await cluster.connect().catch(() => undefined);
    await until("a connection that works", async () => (await redis.get("key").catch(() => "")) === "before");
    // Whoever disconnected meanwhile was left alone.
    assert.ok(APART.has(other.status), other.status);
    // While a master and its replica are away, every node says that the cluster is down.
    const gone = [set.servers[0], set.servers[3]];
    for (const server of gone) await server?.kill();
    const state = async () => String(await set.servers[1]?.admin.call("CLUSTER", "INFO"));
    await until("a cluster that is down", async () => (await state()).includes("cluster_state:fail"));
    const leaver = connectRedis(set.url, "worker", () => undefined);
    const refused = assert.rejects(leaver.get("key"));
    leaveRedis(leaver);
    await refused;
    await until("the end", () => APART.has(leaver.status));
    const ended = once(cluster, "end");
    cluster.disconnect();
    await ended;
    const met = once(cluster, "connect");
    const connecting = cluster.connect().catch(() => undefined);
    await met;
    await Promise.all(gone.map(async (server) => server?.start()));
    await connecting;
    assert.equal(await redis.get("key"), "before");
  });

  it("tells of a job's changes on every node of a cluster, before a failover and after it", async (t) => {
    const set = await startRedisCluster();
    t.after(() => set.stop());
    const [subscriber, publisher] = (["subscriber", "worker"] as const).map((use) =>
      connectRedis(set.url, use, () => undefined),
    );
    assert.ok(subscriber && publisher);
    t.after(() => [subscriber, publisher].forEach((redis) => leaveRedis(redis)));
    await whenReady(subscriber);
    const watch = new JobWatch(subscriber, keys);
    const ids = Array.from({ length: 24 }, (_, each) => `job-${each}`);
    const watching = await Promise.all(ids.map((id) => watch.watch(id)));
    const told = async () => {
      await Promise.all(watching.map((each) => each.next(1))); // what was told before
      const next = watching.map((each) => each.next(2_000));
      await Promise.all(ids.map((id) => publisher.spublish(keys.changes(id), "1")));
      return (await Promise.all(next)).every(Boolean);
    };
    assert.ok(await told());
    const [victim, ...others] = await set.primaries();
    await victim?.kill();
    await until("another primary", async () => (await set.primaries()).length > others.length);
    await until("the subscriptions to be made anew", told);
    watch.close();
  });
});
