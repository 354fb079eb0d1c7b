import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobView } from "@guchi/contracts/job.ts";
import { DamagedRecordError, isReadableElsewhere } from "@guchi/chain/job/damaged.ts";
import { readRemains } from "@guchi/chain/job/reader.ts";
import type { FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { DAMAGED } from "../http/errors.ts";
import { iso, watchLinks } from "./view.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

const CODE = "damaged_record";

/**
 * For `catch` of what looks at the job `id`: a damaged one is shown, any other error is thrown on.
 */
export type ShowDamaged = (request: FastifyRequest, id: string) => (error: unknown) => Promise<JobView>;

/**
 * Shows jobs whose records do not validate. To a client that polls they have failed for good:
 * nothing can go on with them, and an answer of 5xx would have it ask for ever.
 */
export function damagedJobs(redis: Redis, pipelines: ReadonlyMap<string, Pipeline>, basePath: string): ShowDamaged {
  return (request, id) => async (error) => {
    if (!(error instanceof DamagedRecordError) || isReadableElsewhere(error)) throw error;
    const { pipeline, createdAt, updatedAt } = await readRemains(redis, keys, id);
    // Says which field is damaged, not what it holds.
    request.log.warn({ code: "job.damaged", job: id, err: error }, DAMAGED);
    return {
      id,
      pipeline: pipeline !== undefined && pipelines.has(pipeline) ? pipeline : "unknown",
      status: "failed",
      input: {},
      error: { step: "", code: CODE, message: DAMAGED },
      warnings: [],
      stages: [],
      createdAt: iso(createdAt ?? 0),
      updatedAt: iso(updatedAt ?? 0),
      links: watchLinks(id, basePath),
    };
  };
}

export function isDamaged({ error }: JobView): boolean {
  return error?.code === CODE;
}
