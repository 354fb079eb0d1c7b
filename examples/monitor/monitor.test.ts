import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { jobOutput } from "@guchi/chain/gather.ts";
import { testChain } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { pipelines } from "./pipeline.ts";

const DIR = import.meta.dirname;

describe("a monitor whose worker is killed with -9", { timeout: 120_000 }, () => {
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

  it("looks again until it is ready, and says so once", async () => {
    const readyAt = new Date(Date.now() + 4_000).toISOString();
    const { id } = await chain.client.start("monitor", { readyAt });
    await until("the first wait", async () => (await chain.records.read(id))?.waitsAt === "look");
    worker.kill("SIGKILL");
    worker = work();
    const looking = async () => {
      await chain.waker.pass();
      return (await chain.records.read(id))?.status === "completed";
    };
    await until("the end", looking, 90_000);
    const [pipeline = assert.fail()] = pipelines;
    const output = jobOutput(pipeline, await chain.finished(id)) as { message: string };
    const [, at = ""] = /^Ready at (.+)$/.exec(output.message) ?? [];
    assert.ok(Date.parse(at) >= Date.parse(readyAt));
    const events = (await chain.records.history(id)).map((entry) => `${entry?.[1]} ${entry?.[2]}`);
    assert.ok(events.filter((event) => event === "waits look").length >= 1);
    assert.equal(events.filter((event) => event.startsWith("completed")).length, 2);
  });
});
