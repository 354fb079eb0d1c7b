import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { Queues } from "@guchi/chain/queues.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import { redisTrouble } from "@guchi/chain/redis/trouble.ts";
import type { Gauge } from "@guchi/platform/service/gauge.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { stageStates } from "../stages/state.ts";
import { processMetrics } from "./process.ts";
import { redisGauges, diskGauges } from "./redis.ts";
import { PREFIX, renderMetrics, type Shown } from "./render.ts";

interface Options {
  readonly redis: Redis;
  readonly queues: Queues;
  readonly index: JobIndex;
  readonly pipelines: readonly string[];
  readonly stages: readonly string[];
  /** What is counted, by whomever. */
  readonly metrics: readonly AnyMetric[];
  /** What services can look up. */
  readonly gauges?: readonly Gauge[] | undefined;
  readonly mediaBytes: () => number | undefined;
  readonly dataDir?: string | undefined;
}

/**
 * `GET /metrics` for Prometheus: what all processes counted, and what the queues and the index hold
 * now.
 */
export const metricsRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  app.get(
    "/metrics",
    {
      schema: {
        operationId: "getMetrics",
        summary: "Metrics in Prometheus' text format",
        tags: ["health"],
        security: [{ bearer: [] }],
        response: {
          200: { description: "The metrics", content: { "text/plain": { schema: Type.String() } } },
          ...problems(401, 403, 429, 503),
        },
      },
    },
    async (_request, reply) => {
      const [kept, own] = await Promise.all([readKept(options), readOwn(options)]);
      return reply
        .headers({ "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" })
        .send(renderMetrics(options.metrics, kept.counted, [...kept.gauges, ...own]));
    },
  );
  done();
};

interface Kept {
  readonly counted: Readonly<Record<string, string>>;
  readonly gauges: readonly Shown[];
}

/** What lies in Redis. While that is away nothing of it is told, and `guchi_redis_up` says so. */
async function readKept(options: Options): Promise<Kept> {
  try {
    const [counted, ...gauges] = await Promise.all([
      options.redis.hgetall(keys.metrics),
      readGauges(options),
      readDeclared(options),
    ]);
    return { counted, gauges: gauges.flat() };
  } catch (error) {
    if (redisTrouble(error) === undefined) throw error;
    return { counted: {}, gauges: [] };
  }
}

/** What this process can tell without Redis. */
async function readOwn({ redis, dataDir, mediaBytes }: Options): Promise<readonly Shown[]> {
  const bytes = mediaBytes();
  const media = {
    name: "guchi_media_bytes",
    help: "Size of the media that are kept.",
    samples: bytes === undefined ? [] : [{ labels: {}, value: bytes }],
  };
  const found = await Promise.all([redisGauges(redis), diskGauges(dataDir), processMetrics()]);
  return [media, ...found.flat()];
}

async function readDeclared({ redis, gauges = [] }: Options): Promise<readonly Shown[]> {
  return Promise.all(
    gauges.map(async ({ name, help, read }) => ({ name: PREFIX + name, help, samples: await read(redis) })),
  );
}

async function readGauges({ redis, queues, index, pipelines, stages }: Options): Promise<readonly Shown[]> {
  const [jobs, states] = await Promise.all([index.counts(pipelines), stageStates({ redis, queues }, stages)]);
  return [
    {
      name: "guchi_jobs",
      help: "Jobs that are kept, by pipeline and status.",
      samples: jobs.map(({ pipeline, status, jobs: value }) => ({ labels: { pipeline, status }, value })),
    },
    {
      name: "guchi_queue_entries",
      help: "Entries of a stage's queue, by state; waiting includes those with a priority.",
      samples: states.flatMap((state) =>
        DEPTHS.map((depth) => ({ labels: { stage: state.name, state: depth }, value: state[depth] })),
      ),
    },
    {
      name: "guchi_queue_oldest_waiting_seconds",
      help: "How long the oldest waiting entry of a stage waits; 0 when none does.",
      samples: states.map(({ name, oldestWaitingSeconds: value }) => ({ labels: { stage: name }, value })),
    },
    {
      name: "guchi_workers",
      help: "Live workers of a stage.",
      samples: states.map(({ name, workers }) => ({ labels: { stage: name }, value: workers })),
    },
  ];
}

const DEPTHS = ["waiting", "active", "delayed", "failed"] as const;
