import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { HistoryEntry } from "@guchi/chain/job/history.ts";
import { testChain } from "@guchi/chain/testing/chain.ts";
import { endDeadLocks } from "@guchi/chain/testing/dead-locks.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { startTestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { pipelines } from "./pipeline.ts";

const GREETINGS = ["Hello Seattle", "Hello Tokyo", "Hello London"];
const DIR = import.meta.dirname;

describe("npm run hello", () => {
  it("greets the three cities and ends", { timeout: 60_000 }, async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(DIR, "run.ts")]);
    assert.equal(stdout, `${GREETINGS.join("\n")}\n`);
    assert.equal(stderr, "");
  });
});

describe("a worker that is killed with -9", { timeout: 180_000, concurrency: true }, () => {
  it("between two cities greets no city twice", async (t) => {
    const { redis, client, work, result } = await world(t);
    const dying = work("testing/dying-worker.ts");
    const { id } = await client.start("hello", {});
    const [, signal] = (await once(dying, "exit")) as [number | null, NodeJS.Signals | null];
    assert.equal(signal, "SIGKILL");
    assert.deepEqual(greeted(await client.history(id)), ["seattle"], "Seattle was greeted, Tokyo was not");

    await endDeadLocks(redis, keys, "hello");
    work("main.ts");
    assert.deepEqual(await result(id), GREETINGS);
    assert.deepEqual(greeted(await client.history(id)), ["seattle", "tokyo", "london"]);
  });

  it("at any moment greets no city twice", async (t) => {
    const { client, work, result } = await world(t);
    let worker = work("main.ts");
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const jobs = await Promise.all(Array.from({ length: 10 }, () => client.start("hello", {})));
      ids.push(...jobs.map(({ id }) => id));
      await until("a greeting", async () => greeted(await client.history(ids.at(-1) ?? "")).length > round);
      worker.kill("SIGKILL");
      worker = work("main.ts");
    }
    for (const id of ids) {
      assert.deepEqual(await result(id), GREETINGS);
      assert.deepEqual(greeted(await client.history(id)), ["seattle", "tokyo", "london"]);
    }
  });
});

/** A Redis of its own, the chain over it, and workers that end with the test. */
async function world(t: TestContext) {
  const redis = await startTestRedis();
  const chain = testChain(redis, pipelines, keys);
  const children: ChildProcess[] = [];
  t.after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await chain.close();
    await redis.stop();
  });
  const work = (file: string) => {
    const env: NodeJS.ProcessEnv = { ...process.env, REDIS_URL: redis.url, EXTENSIONS: DIR, LOG_LEVEL: "error" };
    delete env["NODE_TEST_CONTEXT"]; // or it would report to this test runner
    const child = spawn(process.execPath, [join(DIR, file)], { env, stdio: ["ignore", "inherit", "inherit"] });
    children.push(child);
    return child;
  };
  const result = async (id: string) => {
    const record = await chain.finished(id);
    const [pipeline = assert.fail()] = pipelines;
    return jobOutput(pipeline, record);
  };
  return { redis: chain.redis, client: chain.client, work, result };
}

/** The steps whose greeting was recorded, in order. */
function greeted(history: readonly (HistoryEntry | undefined)[]): readonly string[] {
  return history.flatMap((entry) => (entry?.[1] === "completed" ? [entry[2]] : []));
}
