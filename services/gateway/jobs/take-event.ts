import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import type { EventOutcome } from "@guchi/chain/event.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { SchemaError } from "@guchi/chain/schema.ts";
import { UnknownStepError } from "@guchi/chain/step-code.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { errorsOf, ProblemError } from "../http/problem.ts";
import { apiProblems, idempotencyHeader, jobAnswer, JobId, RETRY_AFTER, SECURED } from "./headers.ts";
import { idempotencyKey } from "./idempotency.ts";
import { findJob, missing, purged } from "./lookup.ts";
import { viewJob, type Urls } from "./view.ts";

interface Options {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly urls: (request: FastifyRequest) => Urls;
}

const SCHEMA = {
  operationId: "sendEvent",
  summary: "Tell a job of an event for which a step of it waits",
  description: `The body is what the event says; the pipeline defines its schema. An event that comes before the job waits is kept.
The first one of a name counts: another one is 409, unless it repeats the first one's Idempotency-Key.`,
  tags: ["jobs"],
  ...SECURED,
  params: Type.Object({
    ...JobId.properties,
    name: Type.String({ description: "The waiting step's.", examples: ["approval"] }),
  }),
  headers: idempotencyHeader("Repeating the event with the same key is no second one."),
  body: Type.Unknown({ description: "What the event says; nothing is `{}`.", examples: [{ approved: true }] }),
  response: { 202: jobAnswer("The event is kept"), ...apiProblems(400, 404, 409, 410, 413, 415, 422) },
};

/** `POST /jobs/{id}/events/{name}`: events from outside. */
export const takeEventRoutes: FastifyPluginCallbackTypebox<Options> = (app, { client, pipelines, urls }, done) => {
  app.post("/jobs/:id/events/:name", { schema: SCHEMA }, async (request, reply) => {
    const { id, name } = request.params;
    await findJob(client, pipelines, id);
    await tellEvent(client, { id, name }, request.body, idempotencyKey(request));
    const { record, pipeline } = await findJob(client, pipelines, id);
    return reply
      .code(202)
      .headers({ ...RETRY_AFTER, location: `/jobs/${id}` })
      .send(viewJob(pipeline, record, urls(request)));
  });
  done();
};

/** Tells a job of an event. Throws ProblemError where that cannot be. */
export async function tellEvent(
  client: JobClient,
  { id, name }: { readonly id: string; readonly name: string },
  said: unknown,
  key: string | undefined,
): Promise<void> {
  const outcome = await client.event(id, name, said ?? {}, key).catch(refuse);
  const problem = await problemOf(client, id, name, outcome);
  if (problem !== undefined) throw problem;
}

function refuse(error: unknown): never {
  if (error instanceof UnknownStepError) {
    throw new ProblemError("unavailable", error.message, { headers: { "retry-after": "30" } });
  }
  if (!(error instanceof SchemaError)) throw error;
  const errors = errorsOf(error.problems);
  throw new ProblemError("does-not-fit", "The event does not match the step's schema", { errors });
}

async function problemOf(
  client: JobClient,
  id: string,
  name: string,
  outcome: EventOutcome,
): Promise<ProblemError | undefined> {
  if (outcome === "unknown") return missing(client, id);
  if (outcome === "purged") return purged();
  if (outcome === "no-wait") return new ProblemError("not-found", `No step of this job waits for an event "${name}"`);
  if (outcome === "finished") return new ProblemError("conflict", "The job is finished; it waits for no event");
  if (outcome === "taken") {
    return new ProblemError("conflict", `The event "${name}" was taken already, or the job waits for it no more`);
  }
  return undefined;
}
