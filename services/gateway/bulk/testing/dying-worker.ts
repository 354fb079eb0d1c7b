import { JobClient } from "@guchi/chain/client.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { JobSummaries } from "@guchi/chain/job/summaries.ts";
import { Queues } from "@guchi/chain/queues.ts";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import { testPipeline } from "@guchi/chain/testing/chain.ts";
import { StageWorker } from "@guchi/chain/worker.ts";
import { bulkPipeline } from "@guchi/contracts/bulk.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { pino } from "pino";
import { createBulkStage } from "../stage.ts";

/** A process that works on bulk actions, for a test to kill at a fault point. */
const [, , url = ""] = process.argv;
const log = pino({ level: "silent" });
const redis = connectRedis(url, "worker", () => undefined);
const walk = testPipeline({ name: "walk", steps: ["first", "second"], internal: ["line"] });
const pipelines = new Map([walk, bulkPipeline].map((each) => [each.name, each]));
const queues = new Queues(redis, { keys, onError: () => undefined });
const records = new JobRecords(redis, { keys, ttlSeconds: 3_600 });
const client = new JobClient({ records, queues, pipelines });
const stage = createBulkStage({
  client,
  pipelines,
  redis,
  index: new JobIndex(redis, keys),
  summaries: new JobSummaries(redis, keys),
  admission: { admit: async (_user, start) => start() },
});
await new StageWorker(stage, { records, queues, pipelines, redis, log, instance: "dying" }).ready();
