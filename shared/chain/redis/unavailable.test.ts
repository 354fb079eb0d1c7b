import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { Redis, ReplyError } from "ioredis";
import { startRedisServer } from "../testing/redis-server.ts";
import { until } from "../testing/until.ts";
import { connectRedis, leaveRedis } from "./connect.ts";
import { isRefusedForNow, redisTrouble } from "./trouble.ts";
import { isRedisUnavailable } from "./unavailable.ts";

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail("it worked"),
    (error: unknown) => error,
  );

describe("an error about Redis", () => {
  const answers: readonly [answer: string, unavailable: boolean, trouble: string][] = [
    ["OOM command not allowed when used memory > 'maxmemory'.", true, "OOM"],
    ["LOADING Redis is loading the dataset in memory", true, "LOADING"],
    ["READONLY You can't write against a read only replica.", true, "READONLY"],
    ["ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed", true, "OOM"],
    ["UNBLOCKED force unblock from blocking operation", false, "READONLY"],
    ["WRONGTYPE Operation against a key holding the wrong kind of value", false, "WRONGTYPE"],
    ["NOPERM this user has no permissions", false, "NOPERM"],
    ["ERR value is not an integer or out of range", false, "ERR value is not an integer or out of range"],
  ];
  for (const [answer, unavailable, trouble] of answers) {
    it(`that answers ${answer.slice(0, 60)}: ${unavailable ? "not now" : "not so"}`, () => {
      const error = new ReplyError(answer);
      assert.deepEqual([isRedisUnavailable(error), redisTrouble(error)], [unavailable, trouble]);
    });
  }

  it("that is a transaction which it refused: not now, by what it said of the commands in it", async () => {
    const server = await startRedisServer();
    const redis = new Redis({ port: server.port, host: "127.0.0.1" });
    const transaction = async () => thrownBy(redis.multi().set("a", "1").get("a").exec());
    await redis.config("SET", "maxmemory", "1");
    const full = await transaction();
    await redis.config("SET", "maxmemory", "0");
    await redis.replicaof("127.0.0.1", "1");
    const readOnly = await transaction();
    redis.disconnect();
    await server.stop();
    for (const [error, trouble] of [
      [full, "OOM"],
      [readOnly, "READONLY"],
    ] as const) {
      assert.match(String(error), /EXECABORT/);
      assert.deepEqual([isRedisUnavailable(error), isRefusedForNow(error), redisTrouble(error)], [true, true, trouble]);
    }
    assert.ok(!isRedisUnavailable(new ReplyError("EXECABORT Transaction discarded because of previous errors.")));
  });

  it("says that it is away in each way that the client has to say so", async () => {
    const server = await startRedisServer();
    const connect = (options: object) => {
      const redis = new Redis({ port: server.port, host: "127.0.0.1", retryStrategy: () => 10, ...options });
      redis.on("error", () => undefined);
      return redis;
    };
    const [slow, ended, cut] = [
      connect({ commandTimeout: 50 }),
      connect({}),
      connect({ autoResendUnfulfilledCommands: false }),
    ];
    await Promise.all([slow, ended, cut].map((redis) => redis.ping()));
    const [patient, hasty] = [connect({ maxRetriesPerRequest: 0 }), connect({ enableOfflineQueue: false })];
    await ended.quit();
    const waiting = thrownBy(cut.blpop("nothing", 0));
    const errors = [await thrownBy(slow.blpop("nothing", 0)), await thrownBy(ended.get("x"))];
    await patient.ping();
    await server.stop();
    errors.push(await waiting, await thrownBy(hasty.get("x")), await thrownBy(patient.get("x")));
    for (const redis of [slow, cut, patient, hasty]) redis.disconnect();
    for (const error of errors) {
      assert.ok(isRedisUnavailable(error), String(error));
      assert.equal(redisTrouble(error), "AWAY");
    }
    assert.equal(new Set(errors.map(String)).size, errors.length, errors.join("\n"));
  });

  it("says so, too, of a cluster that nobody can reach", async () => {
    const redis = connectRedis("redis+cluster://127.0.0.1:1", "producer", () => undefined);
    for (const sent of [
      thrownBy(redis.get("x")),
      until("a try", () => redis.status === "reconnecting").then(() => thrownBy(redis.get("x"))),
    ]) {
      const error = await sent;
      assert.ok(isRedisUnavailable(error), String(error));
      assert.equal(redisTrouble(error), "AWAY");
    }
    leaveRedis(redis);
  });

  it("is none where a file is missing", async () => {
    for (const path of ["/nowhere/at/all", "/"]) assert.ok(!isRedisUnavailable(await thrownBy(readFile(path))), path);
  });
});
