import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { BULK_PIPELINE, BulkCount, BulkRequest, type WideRequest } from "@guchi/contracts/bulk.ts";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../http/problem.ts";
import { apiProblems, idempotencyHeader, jobAnswer, RETRY_AFTER, SECURED } from "../jobs/headers.ts";
import { startCause } from "../jobs/idempotency.ts";
import { findJob } from "../jobs/lookup.ts";
import { viewJob, type Urls } from "../jobs/view.ts";
import { countSelected, type SelectDeps } from "./selection.ts";

export interface BulkDeps extends SelectDeps {
  readonly client: JobClient;
  readonly urls: (request: FastifyRequest) => Urls;
}

const SCHEMA = {
  operationId: "actOnJobs",
  summary: "Cancel, rewind, restart or purge many jobs",
  description: `Starts a job of the pipeline \`bulk\` that does so to each job that fits all parts of the filter and was there when it was asked for,
newest first; its \`progress\` counts them. Jobs whose state forbids the action are left out. Without a \`status\`, a rewind is for failed jobs;
with \`completed\`, it is for those whose answer could not be delivered, too. A job that only the system starts is not restarted.
Cancel that job to stop: what is done stays done. With \`dryRun\`, nothing is done: the answer tells how many jobs are meant.`,
  tags: ["jobs"],
  ...SECURED,
  headers: idempotencyHeader("The same key is the same job, however often the request is sent."),
  body: BulkRequest,
  response: {
    200: { description: "A dry run", content: { "application/json": { schema: BulkCount } } },
    202: jobAnswer("Under way"),
    ...apiProblems(400, 409, 410, 413, 415, 422),
  },
};

/** `POST /jobs/actions`: the same to many jobs, durably. */
export const bulkRoutes: FastifyPluginCallbackTypebox<BulkDeps> = (app, deps, done) => {
  app.post("/jobs/actions", { schema: SCHEMA }, async (request, reply) => {
    const cause = startCause(request);
    const begun = await beginBulk(deps, request.body, cause);
    if ("count" in begun) return reply.code(200).send(begun);
    const { record, pipeline } = await findJob(deps.client, deps.pipelines, begun.id);
    return reply
      .code(202)
      .headers({ ...RETRY_AFTER, location: `/jobs/${begun.id}` })
      .send(viewJob(pipeline, record, deps.urls(request)));
  });
  done();
};

/** Starts it, or of a dry run counts. Throws ProblemError 400 for a filter that names nothing. */
export async function beginBulk(
  deps: BulkDeps,
  { action, filter, dryRun = false }: WideRequest,
  cause: string | undefined,
): Promise<BulkCount | { readonly id: string }> {
  refuseUnknown(filter, deps.pipelines);
  if (dryRun) return { count: await countSelected(deps, { action, filter, until: Date.now() }) };
  return deps.client.start(BULK_PIPELINE, { action, filter }, { cause });
}

function refuseUnknown({ pipeline, from, to }: BulkRequest["filter"], pipelines: ReadonlyMap<string, Pipeline>): void {
  const errors = [
    ...(pipeline === undefined || pipelines.has(pipeline)
      ? []
      : [{ pointer: "/filter/pipeline", detail: `There is no pipeline "${pipeline}"` }]),
    // A leap second is a time by RFC 3339, and none to the clock of computers.
    ...Object.entries({ from, to }).flatMap(([name, time]) =>
      time === undefined || !Number.isNaN(Date.parse(time))
        ? []
        : [{ pointer: `/filter/${name}`, detail: "must be a date and time that exists" }],
    ),
  ];
  if (errors.length > 0) throw new ProblemError("invalid-request", "The filter is not valid", { errors });
}
