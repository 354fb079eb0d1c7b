import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { Queues } from "../queues.ts";
import { StageWorker } from "../worker.ts";
import { JobRecords } from "../job/records.ts";
import { connectRedis } from "../redis/connect.ts";
import { keys, testPipeline, testStage } from "./chain.ts";

/** A pipeline whose branches a test kills: `fork → [left ∥ right] → join`. */
export const FORKED = testPipeline({
  name: "forked",
  steps: ["fork", ["left", "right"], "join"],
  optional: ["left", "right"],
});

async function run(): Promise<{ by: number }> {
  await sleep(20 + Math.random() * 200);
  return { by: process.pid };
}

/**
 * As a process of its own (`node branch-worker.ts STAGE REDIS_URL`): works on one branch until it
 * is killed.
 */
if (import.meta.main) {
  const [, , stage = "", url = ""] = process.argv;
  const redis = connectRedis(url, "worker", () => undefined);
  const queues = new Queues(redis, { keys, onError: () => undefined });
  const worker = new StageWorker(testStage(stage, run, { concurrency: 20 }), {
    redis,
    queues,
    records: new JobRecords(redis, { keys, ttlSeconds: 3_600 }),
    pipelines: new Map([[FORKED.name, FORKED]]),
    log: pino({ level: "silent" }),
    instance: `${stage}-${process.pid}`,
  });
  await worker.ready();
  process.send?.("ready");
}
