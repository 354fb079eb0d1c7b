import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { HistoryEntry } from "@guchi/chain/job/history.ts";
import { testChain } from "@guchi/chain/testing/chain.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
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

describe("a worker that is killed with -9", { timeout: 180_000 }, () => {
  let redis: TestRedis;
  let chain: ReturnType<typeof testChain>;
  const children: ChildProcess[] = [];
  before(async () => {
    redis = await startTestRedis();
    chain = testChain(redis, pipelines, keys);
  });
  after(async () => {
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

  it("between two cities greets no city twice", async () => {
    const dying = work("testing/dying-worker.ts");
    const { id } = await chain.client.start("hello", {});
    const [, signal] = (await once(dying, "exit")) as [number | null, NodeJS.Signals | null];
    assert.equal(signal, "SIGKILL");
    assert.deepEqual(greeted(await chain.client.history(id)), ["seattle"], "Seattle was greeted, Tokyo was not");

    work("main.ts");
    assert.deepEqual(await result(id), GREETINGS);
    assert.deepEqual(greeted(await chain.client.history(id)), ["seattle", "tokyo", "london"]);
  });

  it("at any moment greets no city twice", async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    let worker = work("main.ts");
    const ids: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const jobs = await Promise.all(Array.from({ length: 10 }, () => chain.client.start("hello", {})));
      ids.push(...jobs.map(({ id }) => id));
      await until("a greeting", async () => greeted(await chain.client.history(ids.at(-1) ?? "")).length > round % 3);
      worker.kill("SIGKILL");
      worker = work("main.ts");
    }
    for (const id of ids) {
      assert.deepEqual(await result(id), GREETINGS);
      assert.deepEqual(greeted(await chain.client.history(id)), ["seattle", "tokyo", "london"]);
    }
  });
});

/** The steps whose greeting was recorded, in order. */
function greeted(history: readonly (HistoryEntry | undefined)[]): readonly string[] {
  return history.flatMap((entry) => (entry?.[1] === "completed" ? [entry[2]] : []));
}
