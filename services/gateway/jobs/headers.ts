import { JobEvent, JobPage, JobView } from "@guchi/contracts/job.ts";
import { ScheduleView } from "@guchi/contracts/schedule.ts";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { Problem, type ProblemStatus } from "../http/problem.ts";

export const JOBS_PATH = "/jobs";

/** Seconds after which asking again makes sense. */
export const RETRY_AFTER = { "retry-after": "1" };

export const JobId = Type.Object({
  id: Type.String({
    description: "The job's id, from `Location` or `id`.",
    examples: ["01a20cfb-0fc9-7090-805d-3d354a0f078f"],
  }),
});

/** Schemas that several answers share; `app.addSchema` makes them known. */
export const SHARED_SCHEMAS = [JobView, JobPage, JobEvent, ScheduleView, Problem] as const;

const JOB_HEADERS = {
  etag: { type: "string", description: "For If-None-Match: names this state of the job." },
  "retry-after": { type: "integer", description: "For an unfinished job: seconds to wait before asking again." },
  location: { type: "string", description: "For POST: the job's URL." },
} as const;

/** An answer that holds the job. */
export function jobAnswer(description: string) {
  return {
    description,
    headers: JOB_HEADERS,
    content: { "application/json": { schema: Type.Unsafe<JobView>({ $ref: "Job#" }) } },
  };
}

/** The problems that any call of the API may answer with, and those of this one. */
export function apiProblems(...statuses: readonly ProblemStatus[]): Record<number, object> {
  return problems(...statuses, 401, 403, 429, 500, 503);
}

/** No other member, parameter or header of this schema than those that it names. */
export const closed = { additionalProperties: false } as const;

/**
 * A call of the API: on the API page, that it may need a key; and no parameter in the query, unless
 * the call names some.
 */
export const SECURED = { security: [{ bearer: [] }], querystring: Type.Object({}, closed) };

/** The header that makes a request safe to repeat; `idempotencyKey` reads it. */
export const idempotencyHeader = (description: string) =>
  Type.Object({
    "idempotency-key": Type.Optional(Type.String({ description, examples: ["7d0c1c5e-1f0e-4a53-9a0e-3f1f2f0c9a11"] })),
  });
