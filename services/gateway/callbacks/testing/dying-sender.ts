import { JobRecords } from "@guchi/chain/job/records.ts";
import { Queues } from "@guchi/chain/queues.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { StageWorker } from "@guchi/chain/worker.ts";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import { pino } from "pino";
import { CallbackSender } from "../send.ts";
import { createCallbackStage } from "../stage.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

/**
 * A process that sends callbacks until it is killed at FAULT_POINT: `dying-sender.ts REDIS_URL
 * SECRET`.
 */
const [, , url = "", secret = ""] = process.argv;
const redis = connectRedis(url, "worker", () => undefined);
const records = new JobRecords(redis, { keys, ttlSeconds: 3_600 });
const stage = createCallbackStage({
  sender: new CallbackSender({ allowPrivate: true }),
  secret: Buffer.from(secret),
  find: (id) => records.read(id),
  view: () => undefined,
});
const queues = new Queues(redis, { keys, onError: () => undefined });
const log = pino({ level: "silent" });
const worker = new StageWorker(stage, { records, queues, pipelines: PIPELINES, redis, log, instance: "dying" });
await worker.ready();
