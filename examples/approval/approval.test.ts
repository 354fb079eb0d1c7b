import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { jobOutput } from "@guchi/chain/gather.ts";
import { shardOf } from "@guchi/chain/redis/keys.ts";
import { testChain } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { pipelines } from "./pipeline.ts";

const DIR = import.meta.dirname;

describe("a picture that waits for its approval, and a worker that is killed with -9", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let chain: ReturnType<typeof testChain>;
  let worker: ChildProcess;
  before(async () => {
    redis = await startTestRedis();
    chain = testChain(redis, pipelines, keys);
    worker = work();
  });
  after(async () => {
    worker.kill("SIGKILL");
    await chain.close();
    await redis.stop();
  });

  const work = () => {
    const env: NodeJS.ProcessEnv = { ...process.env, REDIS_URL: redis.url, EXTENSIONS: DIR, LOG_LEVEL: "error" };
    delete env["NODE_TEST_CONTEXT"]; // or it would report to this test runner
    return spawn(process.execPath, [join(DIR, "main.ts")], { env, stdio: ["ignore", "inherit", "inherit"] });
  };
  /** Kills the worker and starts another one. */
  const kill = () => {
    worker.kill("SIGKILL");
    worker = work();
  };
  const waiting = async (text: string) => {
    const { id } = await chain.client.start("approval", { text });
    await until("the picture to wait", async () => (await chain.records.read(id))?.waitsAt === "approval");
    return id;
  };
  const result = async (id: string) => {
    const [pipeline = assert.fail()] = pipelines;
    return jobOutput(pipeline, await chain.finished(id));
  };

  it("is published when it is approved, and not when it is not", async () => {
    const [yes, no] = [await waiting("<yes>"), await waiting("no")];
    kill();
    assert.equal(await chain.client.event(yes, "approval", { approved: true }, "a key"), "waiting");
    kill();
    assert.equal(await chain.client.event(yes, "approval", { approved: true }, "a key"), "repeated");
    assert.equal(await chain.client.event(yes, "approval", { approved: false }), "taken");
    assert.equal(await chain.client.event(no, "approval", { approved: false }), "waiting");
    const published = await result(yes);
    assert.match(JSON.stringify(published), /"published":true,.*&lt;yes&gt;/);
    assert.deepEqual(await result(no), { published: false });
  });

  it("is not published when nobody says anything for ten minutes", async () => {
    const id = await waiting("silence");
    const { dueAt = 0 } = (await chain.records.read(id))?.step("approval") ?? {};
    assert.ok(dueAt > Date.now() + 590_000 && dueAt <= Date.now() + 600_000);
    kill();
    // As if the time had passed.
    await chain.redis.hset(keys.job(id), "d:approval", Date.now() - 1);
    await chain.redis.zadd(keys.due(shardOf(id)), Date.now() - 1, id);
    await Promise.all([chain.waker.pass(), chain.waker.pass()]);
    assert.deepEqual(await result(id), { published: false });
    assert.equal(await chain.client.event(id, "approval", { approved: true }), "finished");
  });
});
