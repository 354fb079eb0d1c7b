import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { pino } from "pino";
import { startRedisServer } from "@guchi/chain/testing/redis-server.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { requireRedis } from "./require-redis.ts";
import { startProblem } from "./run-process.ts";
import { StartError } from "./start-error.ts";

const log = pino({ level: "silent" });

/** The one line that is told of the Redis at `url`. */
async function problemOf(url: string): Promise<string> {
  try {
    await requireRedis(url, log);
  } catch (error) {
    assert.ok(error instanceof StartError, String(error));
    return error.message;
  }
  return assert.fail(`${url} was taken`);
}

describe("a Redis that will not do is told in one line", { timeout: 60_000 }, () => {
  it("a database that is not there, a replica", async (t) => {
    const redis = await startRedisServer();
    t.after(() => redis.stop());
    await requireRedis(`${redis.url}/3`, log);
    assert.equal(await problemOf(`${redis.url}/99`), "REDIS_URL: this Redis has no database of that number");
    assert.deepEqual(await redis.admin.keys("*"), [], "nothing is left of what was tried");
    await redis.admin.replicaof("127.0.0.1", "1");
    assert.equal(
      await problemOf(redis.url),
      "REDIS_URL: this Redis is a replica, and Guchi needs its primary (127.0.0.1:1)",
    );
  });

  it("a password that is wrong or missing, and a user that may too little", async (t) => {
    const redis = await startRedisServer(["--requirepass", "right"], { password: "right" });
    t.after(() => redis.stop());
    const as = (user: string) => `redis://${user}@127.0.0.1:${redis.port}`;
    await requireRedis(as(":right"), log);
    assert.equal(await problemOf(redis.url), "REDIS_URL: Redis wants a password, and the URL has none (NOAUTH)");
    const wrong = "REDIS_URL: Redis does not take this user and password (WRONGPASS)";
    assert.equal(await problemOf(as(":wrong")), wrong);
    assert.equal(await problemOf(as("nobody:right")), wrong);

    const rules = ["on", ">p", "~guchi:*", "&guchi:*", "+@all", "-@dangerous"];
    const user = async (name: string, ...more: string[]) => redis.admin.call("ACL", "SETUSER", name, ...rules, ...more);
    await user("enough", "+info");
    await requireRedis(as("enough:p"), log);
    for (const [name, ...more] of [
      ["noinfo"],
      ["nokeys", "+info", "resetkeys", "~other:*"],
      ["nochannels", "+info", "resetchannels"],
      ["nowrites", "+info", "-@write"],
    ] as const) {
      await user(name, ...more);
      assert.match(await problemOf(as(`${name}:p`)), /^REDIS_URL: the Redis user lacks permissions \(.+\); give it/);
    }
  });

  it("a Sentinel, and nodes of a cluster", async (t) => {
    const sentinel = await startRedisServer([], { sentinel: true });
    t.after(() => sentinel.stop());
    assert.match(await problemOf(sentinel.url), /^REDIS_URL: this is a Redis Sentinel, and Guchi needs/);
    const node = await startRedisServer(["--cluster-enabled", "yes"]);
    t.after(() => node.stop());
    assert.match(await problemOf(node.url), /^REDIS_URL: this is a node of a Redis Cluster \(0 of 16384 slots/);
    await node.admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await until("the slots", async () => /cluster_state:ok/.test(await node.admin.cluster("INFO")));
    await requireRedis(node.url, log);
    assert.equal(await problemOf(`${node.url}/1`), "REDIS_URL: this Redis has only database 0");
  });

  it("without what it was sent, whenever it refuses", () => {
    const error = new Error("ERR unknown command 'set', with args beginning with: 'guchi:secret:media' 'S3CRET' 'NX'");
    error.name = "ReplyError";
    assert.equal(startProblem("gateway", error), "REDIS_URL: this Redis lacks a command (ERR unknown command 'set')");
  });

  it("but one that is full is waited for", async (t) => {
    const redis = await startRedisServer(["--maxmemory", "1"]);
    t.after(() => redis.stop());
    const taken = requireRedis(redis.url, log).then(() => "taken");
    assert.equal(await Promise.race([taken, sleep(1_500, "waits")]), "waits");
    await redis.admin.config("SET", "maxmemory", "0");
    assert.equal(await taken, "taken");
  });
});
