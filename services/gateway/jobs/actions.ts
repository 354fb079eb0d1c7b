import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { ALLOWED, type JobAction } from "@guchi/chain/job/actions.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { idempotencyKey } from "./idempotency.ts";
import { findJob, missing, type Located } from "./lookup.ts";
import { apiProblems, idempotencyHeader, jobAnswer, JobId, RETRY_AFTER, SECURED } from "./headers.ts";
import { ownerOf } from "../http/scopes.ts";
import type { OwnedJobs } from "./owned.ts";
import { steerJob } from "./steer.ts";
import { viewJob, type Urls } from "./view.ts";

interface Options {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly admission: Pick<Admission, "admit">;
  readonly owned: Pick<OwnedJobs, "note">;
  readonly urls: (request: FastifyRequest) => Urls;
}

const RestartKey = idempotencyHeader(
  "Restarting the same job with the same key makes one new job, however often the request is sent.",
);

const SUMMARIES: Record<JobAction, string> = {
  cancel: "Cancel: queued work leaves its queue, a running stage is aborted, nothing is sent",
  suspend: "Suspend: a running stage ends, and no further one begins",
  resume: "Resume: go on where the job was suspended",
  rewind: "Rewind: run again from the stage that failed the job, keeping what is done",
  restart: "Restart: a new job with the same input; Location names it",
};

const ACTIONS: readonly JobAction[] = ["cancel", "suspend", "resume", "rewind", "restart"];

const MORE: Partial<Record<JobAction, string>> = {
  rewind: " And in: completed, when its delivery failed; then that runs again.",
  restart: " Not allowed for a job whose answer goes to a messenger, such as LINE.",
};

const PURGE_SCHEMA = {
  operationId: "purgeJob",
  summary: "Purge: erase the job, its history, its queue entries and its media",
  description: "In any state; a running stage is aborted. Asking again answers 204 too.",
  tags: ["jobs"],
  ...SECURED,
  params: JobId,
  response: { 204: Type.Null({ description: "The job was erased" }), ...apiProblems(400, 404) },
};

function schemaOf(action: JobAction) {
  return {
    summary: SUMMARIES[action],
    operationId: `${action}Job`,
    description: `Allowed in: ${ALLOWED[action].join(", ")}.${MORE[action] ?? ""}`,
    tags: ["jobs"],
    ...SECURED,
    params: JobId,
    ...(action === "restart" && { headers: RestartKey }),
    response: { 202: jobAnswer("Done, or under way"), ...apiProblems(400, 404, 409, 410) },
  };
}

/** What may be asked of a job: 202, or 409 where its state forbids it. And purge. */
export const actionRoutes: FastifyPluginCallbackTypebox<Options> = (
  app,
  { client, pipelines, admission, owned, urls },
  done,
) => {
  // An action has no content. What a client sends all the same (`curl -d ''`) is not looked at.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null, undefined));
  for (const action of ACTIONS) {
    app.post(`/jobs/:id/${action}`, { schema: schemaOf(action) }, async (request, reply) => {
      const { id } = request.params;
      const view = ({ record, pipeline }: Located) => viewJob(pipeline, record, urls(request));
      const job = await findJob(client, pipelines, id);
      view(job); // a damaged job is refused before anything is done with it
      const key = action === "restart" ? idempotencyKey(request) : undefined;
      const steered = await steerJob({ client, pipelines, admission }, job, action, key);
      if (action === "restart") await owned.note(ownerOf(request.apiKey), steered.record);
      return reply
        .code(202)
        .headers({ ...RETRY_AFTER, location: `/jobs/${steered.record.id}` })
        .send(view(steered));
    });
  }
  app.delete("/jobs/:id", { schema: PURGE_SCHEMA }, async (request, reply) => {
    const { id } = request.params;
    if ((await client.purge(id)) === "unknown") throw await missing(client, id);
    return reply.code(204).send(null);
  });
  done();
};
