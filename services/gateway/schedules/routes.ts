import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { DamagedRecordError, isReadableElsewhere } from "@guchi/chain/job/damaged.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { ScheduleName, ScheduleSpec, type Schedule } from "@guchi/chain/schedule/schedule.ts";
import type { Schedules } from "@guchi/chain/schedule/store.ts";
import { runCause } from "@guchi/chain/schedule/ticker.ts";
import type { ScheduleView } from "@guchi/contracts/schedule.ts";
import type { JobClient } from "@guchi/chain/client.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { CallbackRules } from "../callbacks/address.ts";
import { ProblemError } from "../http/problem.ts";
import { begin, type BeginDeps } from "../jobs/begin.ts";
import { apiProblems, idempotencyHeader, jobAnswer, RETRY_AFTER, SECURED } from "../jobs/headers.ts";
import { idempotencyKey } from "../jobs/idempotency.ts";
import { findJob } from "../jobs/lookup.ts";
import { viewJob, type Urls } from "../jobs/view.ts";
import { checkSchedule } from "./check.ts";
import { viewSchedule } from "./view.ts";

interface Options extends BeginDeps {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly schedules: Schedules;
  readonly callbacks: CallbackRules;
  readonly urls: (request: FastifyRequest) => Urls;
}

/** There is no paging: more would be a table for a pipeline to read. */
const MAX_SCHEDULES = 1_000;
const PATH = "/schedules/:name";
const Name = Type.Object({ name: ScheduleName });

const answer = (description: string) => ({
  description,
  content: { "application/json": { schema: Type.Unsafe<ScheduleView>({ $ref: "Schedule#" }) } },
});

const about = { tags: ["schedules"], ...SECURED };
const LIST = {
  operationId: "listSchedules",
  summary: "Every schedule, by name",
  ...about,
  response: {
    200: Type.Object({ schedules: Type.Array(Type.Unsafe<ScheduleView>({ $ref: "Schedule#" })) }),
    ...apiProblems(400),
  },
};
const GET = {
  operationId: "getSchedule",
  summary: "A schedule, its next tick, and what it started last",
  ...about,
  params: Name,
  response: { 200: answer("The schedule"), ...apiProblems(400, 404, 409) },
};
const PUT = {
  operationId: "putSchedule",
  summary: "Keep a schedule, in place of one of that name",
  description: `Starts a job at each tick of \`cron\` in \`timeZone\`: one a tick, over any number of gateways, restarts and crashes. The input is checked now.
Send it again with \`paused\` to pause it or to go on; a tick that is due stays so.`,
  ...about,
  params: Name,
  body: ScheduleSpec,
  response: {
    200: answer("Replaced"),
    201: answer("New"),
    ...apiProblems(400, 409, 413, 415, 422),
  },
};
const DELETE = {
  operationId: "deleteSchedule",
  summary: "Erase a schedule; jobs that it started go on",
  ...about,
  params: Name,
  response: { 204: Type.Null({ description: "Erased" }), ...apiProblems(400, 404) },
};
const RUN = {
  operationId: "runSchedule",
  summary: "Start a job of the schedule now, also while it is paused or another one runs",
  ...about,
  params: Name,
  headers: idempotencyHeader("The same key is the same job."),
  response: { 202: jobAnswer("Started"), ...apiProblems(400, 404, 409, 410, 422) },
};

/** `/schedules`: what is started, and when. */
export const scheduleRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  const { client, pipelines, schedules, urls } = options;
  const show = (request: FastifyRequest, schedule: Schedule) => viewSchedule(schedule, urls(request).basePath);

  app.get("/schedules", { schema: LIST }, async (request, reply) => {
    const found = await Promise.all((await schedules.names()).map((name) => schedules.find(name).catch(leftOut)));
    reply.header("cache-control", "no-store");
    return { schedules: found.flatMap((schedule) => (schedule === undefined ? [] : [show(request, schedule)])) };
  });

  app.get(PATH, { schema: GET }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return reply.send(show(request, await findSchedule(schedules, request.params.name)));
  });

  app.put(PATH, { schema: PUT }, async (request, reply) => {
    const { name } = request.params;
    checkSchedule(request.body, options);
    const names = await schedules.names();
    if (names.length >= MAX_SCHEDULES && !names.includes(name)) throw tooMany();
    const isNew = await schedules.put(name, request.body);
    const schedule = { ...(await findSchedule(schedules, name)), spec: request.body };
    reply.header("location", `/schedules/${name}`);
    return reply.code(isNew ? 201 : 200).send(show(request, schedule));
  });

  app.delete(PATH, { schema: DELETE }, async (request, reply) => {
    if (!(await schedules.remove(request.params.name))) throw missing();
    return reply.code(204).send(null);
  });

  app.post(`${PATH}/run`, { schema: RUN }, async (request, reply) => {
    const { name } = request.params;
    const { spec } = await findSchedule(schedules, name);
    const key = idempotencyKey(request);
    const cause = key === undefined ? undefined : runCause(name, key);
    const { pipeline: of, input, callbackUrl } = spec;
    const started = await begin(options, { pipeline: of, input, cause, callbackUrl });
    const { id, created } = started;
    if (created) await schedules.noteStart(name, { at: Date.now(), job: id });
    const { record, pipeline } = await findJob(client, pipelines, id, async () => started.record ?? client.find(id));
    reply.headers({ ...RETRY_AFTER, location: `/jobs/${id}` });
    return reply.code(202).send(viewJob(pipeline, record, urls(request)));
  });
  done();
};

/** Throws ProblemError: 404, 409 for one that is damaged, 503 where others may read it. */
export async function findSchedule(schedules: Schedules, name: string): Promise<Schedule> {
  const schedule = await schedules.find(name).catch((error: unknown) => {
    if (!(error instanceof DamagedRecordError)) throw error;
    if (!isReadableElsewhere(error))
      throw new ProblemError("conflict", "The schedule is damaged. Send DELETE to remove it.", { cause: error });
    const headers = { "retry-after": "2" };
    throw new ProblemError("unavailable", "The schedule is encrypted with another DATA_KEY.", {
      headers,
      cause: error,
    });
  });
  if (schedule === undefined) throw missing();
  return schedule;
}

/** One that cannot be read tells of itself when it is asked for; the list goes on. */
export function leftOut(error: unknown): undefined {
  if (!(error instanceof DamagedRecordError)) throw error;
}

export function missing(): ProblemError {
  return new ProblemError("not-found", "There is no schedule of this name");
}

function tooMany(): ProblemError {
  return new ProblemError("does-not-fit", `There are ${MAX_SCHEDULES} schedules already; delete one first`);
}
