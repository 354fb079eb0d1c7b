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
const CHAPTERS = 120;

describe("a book whose writer is killed with -9", { timeout: 180_000 }, () => {
  let redis: TestRedis;
  let chain: ReturnType<typeof testChain>;
  const workers: ChildProcess[] = [];
  before(async () => {
    redis = await startTestRedis();
    chain = testChain(redis, pipelines, keys);
  });
  after(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    await chain.close();
    await redis.stop();
  });

  const work = () => {
    const env: NodeJS.ProcessEnv = { ...process.env, REDIS_URL: redis.url, EXTENSIONS: DIR, LOG_LEVEL: "error" };
    delete env["NODE_TEST_CONTEXT"]; // or it would report to this test runner
    workers.push(spawn(process.execPath, [join(DIR, "main.ts")], { env, stdio: ["ignore", "inherit", "inherit"] }));
  };

  it("has each chapter once, in order, and is bound once", async () => {
    work();
    const { id } = await chain.client.start("map", { title: "War", chapters: CHAPTERS });
    const written = async () => (await chain.records.readHead(id))?.step("chapter").map?.done ?? 0;
    await until("half of the chapters", async () => (await written()) >= CHAPTERS / 2);
    workers.pop()?.kill("SIGKILL");
    work();
    const record = await chain.finished(id);
    const [pipeline = assert.fail()] = pipelines;
    const headings = Array.from({ length: CHAPTERS }, (_, at) => `War, chapter ${at + 1}`);
    assert.deepEqual(jobOutput(pipeline, record), { chapters: CHAPTERS, words: 3 * CHAPTERS, headings });
    const history = (await chain.records.history(id)).filter((entry) => entry?.[1] === "completed");
    assert.deepEqual(
      history.map((entry) => entry?.[2]),
      ["outline", "chapter", "bind"],
    );
  });
});
