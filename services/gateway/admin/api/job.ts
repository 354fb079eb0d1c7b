import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobAction } from "@guchi/chain/job/actions.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { Words } from "@guchi/contracts/admin.ts";
import type { JobView } from "@guchi/contracts/job.ts";
import type { FastifyRequest } from "fastify";
import type { Admission } from "@guchi/platform/load/admission.ts";
import Type from "typebox";
import { auditRead } from "../../http/audit.ts";
import { ProblemError } from "../../http/problem.ts";
import { findJob, missing } from "../../jobs/lookup.ts";
import { steerJob } from "../../jobs/steer.ts";
import { tellEvent } from "../../jobs/take-event.ts";
import { viewHistory, viewJob, visible, type Urls } from "../../jobs/view.ts";
import { hidden, Id } from "./schema.ts";

export interface JobDeps {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly admission: Pick<Admission, "admit">;
  readonly urls: (request: FastifyRequest) => Urls;
}

const Job = Type.Unsafe<JobView>({ $ref: "Job#" });
const ACTIONS = ["cancel", "suspend", "resume", "rewind", "restart"] as const satisfies readonly JobAction[];
const PATH = "/admin/api/runs/:id";

/** One job: how it went, what may be done with it, and, apart from that, what was said in it. */
export const jobRoutes: FastifyPluginCallbackTypebox<JobDeps> = (app, { client, pipelines, admission, urls }, done) => {
  const find = async (id: string) => findJob(client, pipelines, id);

  app.get(PATH, { schema: { ...hidden, params: Id, response: { 200: Job } } }, async (request, reply) => {
    const { id } = request.params;
    const { record, pipeline } = await find(id);
    const history = viewHistory(await client.history(id));
    return reply.send({ ...withoutWords(viewJob(pipeline, record, urls(request))), history });
  });

  app.get(`${PATH}/words`, { schema: { ...hidden, params: Id, response: { 200: Words } } }, async (request) => {
    if (request.adminRole !== "write") throw new ProblemError("forbidden", "Words need ADMIN_PASSWORD");
    const { record, pipeline } = await find(request.params.id);
    auditRead(request, "words");
    return wordsOf(pipeline, record);
  });

  for (const action of ACTIONS) {
    app.post(
      `${PATH}/${action}`,
      { schema: { ...hidden, params: Id, response: { 202: Job } } },
      async (request, reply) => {
        const job = await find(request.params.id);
        const { record, pipeline } = await steerJob({ client, pipelines, admission }, job, action, undefined);
        return reply.code(202).send(withoutWords(viewJob(pipeline, record, urls(request))));
      },
    );
  }

  app.delete(PATH, { schema: { ...hidden, params: Id } }, async (request, reply) => {
    const { id } = request.params;
    if ((await client.purge(id)) === "unknown") throw await missing(client, id);
    return reply.code(204).send();
  });

  const Event = Type.Object({ ...Id.properties, name: Type.String({ maxLength: 63 }) });
  app.post(
    `${PATH}/events/:name`,
    { schema: { ...hidden, params: Event, body: Type.Unknown() } },
    async (request, reply) => {
      await find(request.params.id);
      await tellEvent(client, request.params, request.body, undefined);
      return reply.code(202).send({});
    },
  );
  done();
};

/**
 * What was said in the job, without what only the system itself fills in, such as LINE's ids. A job
 * of the system's own has no words but those of its input that are left.
 */
function wordsOf(pipeline: Pipeline, record: JobRecord): Words {
  const input = visible(pipeline, record.input);
  if (pipeline.hidden === true) return { input, results: {} };
  const results = record.layout.steps.flatMap(({ name }) => {
    const { result } = record.step(name);
    return result === undefined ? [] : [[name, result] as const];
  });
  const output = record.status === "completed" ? jobOutput(pipeline, record) : undefined;
  return { input, ...(output !== undefined && { output }), results: Object.fromEntries(results) };
}

/** The job as its page shows it, without what anybody said: input, output, results, progress. */
function withoutWords({ progress, stages, ...view }: JobView): JobView {
  const { output: _, ...job } = view;
  const { step, done, total } = progress ?? {};
  return {
    ...job,
    input: {},
    ...(step !== undefined && {
      progress: { step, ...(done !== undefined && { done }), ...(total !== undefined && { total }) },
    }),
    stages: stages.map(({ result: __, ...stage }) => stage),
  };
}
