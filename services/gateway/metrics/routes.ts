import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { Queues } from "@guchi/chain/queues.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { stageStates } from "../stages/state.ts";
import { processMetrics } from "./process.ts";
import { renderMetrics, type Gauge } from "./render.ts";

interface Options {
  readonly redis: Redis;
  readonly queues: Queues;
  readonly index: JobIndex;
  readonly pipelines: readonly string[];
  readonly stages: readonly string[];
  /** What is counted, by whomever. */
  readonly metrics: readonly AnyMetric[];
  readonly mediaBytes: () => number | undefined;
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
      const [counted, gauges] = await Promise.all([options.redis.hgetall(keys.metrics), readGauges(options)]);
      return reply
        .headers({ "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" })
        .send(renderMetrics(options.metrics, counted, gauges));
    },
  );
  done();
};

async function readGauges({ redis, queues, index, pipelines, stages, mediaBytes }: Options): Promise<readonly Gauge[]> {
  const [jobs, states, own] = await Promise.all([
    index.counts(pipelines),
    stageStates({ redis, queues }, stages),
    processMetrics(),
  ]);
  const bytes = mediaBytes();
  return [
    {
      name: "guchi_media_bytes",
      help: "Size of the media that are kept.",
      samples: bytes === undefined ? [] : [{ labels: {}, value: bytes }],
    },
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
    ...own,
  ];
}

const DEPTHS = ["waiting", "active", "delayed", "failed"] as const;
