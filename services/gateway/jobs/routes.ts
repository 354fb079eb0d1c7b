import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import type { JobClient } from "@guchi/shared/chain/client.ts";
import type { Route } from "@guchi/shared/chain/pipeline.ts";
import { JobView } from "@guchi/shared/contracts/job.ts";
import type { JobRecord, JobStatus } from "@guchi/shared/job/record.ts";
import Type from "typebox";
import { ProblemError } from "../http/problem.ts";
import { viewHistory, viewJob, type MediaUrl } from "./view.ts";

interface Options {
  readonly client: JobClient;
  readonly routes: ReadonlyMap<string, Route>;
  /** URLs for the media of a job, as this request can reach them. */
  readonly mediaUrl: (request: FastifyRequest) => MediaUrl;
}

/** Seconds after which asking again makes sense. */
const RETRY_AFTER = { "retry-after": "1" };
const FINISHED: ReadonlySet<JobStatus> = new Set(["completed", "failed", "canceled"]);

const NewJob = Type.Object(
  {
    pipeline: Type.String({ examples: ["guchi"] }),
    input: Type.Unknown({
      description: "As the pipeline wants it.",
      examples: [{ text: "残業ばっかりで疲れた。もう無理" }],
    }),
  },
  { additionalProperties: false },
);

const Headers = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: "The same key is the same job, however often the request is sent.",
    }),
  ),
});

const Accepted = { description: "Accepted, and not finished yet", ...Type.Omit(JobView, []) };

/** The async HTTP API: start a job, ask for it. */
export const jobRoutes: FastifyPluginCallbackTypebox<Options> = (app, { client, routes, mediaUrl }, done) => {
  const routeOf = ({ pipeline }: JobRecord): Route => {
    const route = routes.get(pipeline);
    if (route === undefined) throw new ProblemError("not-found", "The job's pipeline is not known here");
    return route;
  };
  const view = (record: JobRecord, request: FastifyRequest) => viewJob(routeOf(record), record, mediaUrl(request));

  app.post(
    "/jobs",
    {
      schema: {
        summary: "Start a job",
        description: "202 is sent when the job is durably queued, not before.",
        tags: ["jobs"],
        headers: Headers,
        body: NewJob,
        response: { 202: Accepted },
      },
    },
    async (request, reply) => {
      const { pipeline, input } = request.body;
      const key = request.headers["idempotency-key"];
      const { id } = await client.start(pipeline, input, key === undefined ? undefined : `http:${key}`);
      const record = await client.find(id);
      if (record === undefined) throw new ProblemError("gone", "The job was removed meanwhile");
      return reply
        .code(202)
        .headers({ ...RETRY_AFTER, location: `/jobs/${id}` })
        .send(view(record, request));
    },
  );

  app.get(
    "/jobs/:id",
    {
      schema: {
        summary: "A job's state and, when it is completed, its output",
        tags: ["jobs"],
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({
          history: Type.Optional(Type.Boolean({ description: "Add what happened so far." })),
        }),
        response: { 200: JobView, 202: Accepted },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const record = await client.find(id);
      if (record === undefined) throw new ProblemError("not-found", "There is no job with this id");
      reply.header("cache-control", "no-store");
      const job = view(record, request);
      if (request.query.history === true) job.history = viewHistory(routeOf(record), await client.history(id));
      if (FINISHED.has(record.status)) return reply.code(200).send(job);
      return reply.code(202).headers(RETRY_AFTER).send(job);
    },
  );
  done();
};
