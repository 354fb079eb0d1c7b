import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import { STATUSES, type JobIndex, type ListPlace } from "@guchi/chain/job/job-index.ts";
import { JobStatus } from "@guchi/chain/job/record.ts";
import type { JobSummaries, JobSummary } from "@guchi/chain/job/summaries.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { RunPage, RunQuery, type Run } from "@guchi/contracts/admin.ts";
import { statusesOf } from "@guchi/contracts/bulk.ts";
import { fitsFilter } from "../../bulk/selection.ts";
import { ProblemError } from "../../http/problem.ts";
import { fromCursor, toCursor } from "../../jobs/cursor.ts";
import { userNamed } from "../facts/flood.ts";
import { hidden } from "./schema.ts";

export interface RunDeps {
  readonly client: Pick<JobClient, "findHead">;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly index: JobIndex;
  readonly summaries: JobSummaries;
}

/** Jobs that one request looks through for those that fit; the next one goes on behind them. */
const MOST_SEEN = 5_000;
const PAGE = 200;
const DEFAULT_LIMIT = 200;
const WHOLE_ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** The jobs that fit, without anybody's words. */
export const runRoutes: FastifyPluginCallbackTypebox<RunDeps> = (app, deps, done) => {
  app.get(
    "/admin/api/runs",
    { schema: { ...hidden, querystring: RunQuery, response: { 200: RunPage } } },
    async ({ query }) => ("id" in query && isWhole(query.id) ? oneRun(deps, query.id) : pageOfRuns(deps, query)),
  );
  done();
};

function isWhole(id: string | undefined): id is string {
  return id !== undefined && WHOLE_ID.test(id.trim().toLowerCase());
}

async function oneRun({ summaries }: RunDeps, id: string): Promise<RunPage> {
  const [job] = await summaries.read([id.trim().toLowerCase()]);
  return job === undefined ? { runs: [], total: 0 } : { runs: [runOf(job)], total: 1 };
}

async function pageOfRuns(deps: RunDeps, query: RunQuery): Promise<RunPage> {
  const { index, pipelines } = deps;
  const { limit = DEFAULT_LIMIT, cursor, from, to, order, status } = query;
  const statuses = status === undefined || status === "" ? STATUSES : (statusesOf(known(status)) ?? STATUSES);
  const visible = [...pipelines.values()].filter((pipeline) => pipeline.hidden !== true).map(({ name }) => name);
  const named = query.pipeline === undefined ? visible : [query.pipeline];
  const within = { from: timeOf(from), to: timeOf(to), oldestFirst: order === "oldest" };
  const found: JobSummary[] = [];
  let after: ListPlace | undefined = cursor === undefined ? undefined : fromCursor(cursor);
  let seen = 0;
  let isEnd = false;
  while (!isEnd && found.length < limit && seen < MOST_SEEN) {
    const places = await index.page({ pipelines: named, statuses, ...within, after, limit: PAGE });
    isEnd = places.length < PAGE;
    seen += places.length;
    after = places.at(-1) ?? after;
    found.push(...(await fitting(deps, query, places)));
  }
  const shown = found.slice(0, limit);
  if (found.length > limit) {
    after = shown.at(-1); // those behind it come again
    isEnd = false;
  }
  const counts = await index.counts(named);
  const total = counts.reduce((sum, each) => sum + (statuses.includes(each.status) ? each.jobs : 0), 0);
  return { runs: shown.map(runOf), total, ...(!isEnd && after !== undefined && { cursor: toCursor(after) }) };
}

async function fitting(
  { client, summaries }: RunDeps,
  { id, user, ...filter }: RunQuery,
  places: readonly ListPlace[],
): Promise<readonly JobSummary[]> {
  const begin = id?.trim().toLowerCase() ?? "";
  const ids = places.map((place) => place.id).filter((each) => each.startsWith(begin));
  const jobs = (await summaries.read(ids)).flatMap((job) => (job !== undefined && fitsFilter(job, filter) ? job : []));
  if (user === undefined) return jobs;
  const users = await Promise.all(jobs.map((job) => userNamed(client, job.id)));
  return jobs.filter((_, at) => users[at] === user);
}

function runOf(job: JobSummary): Run {
  const { id, pipeline, status, steps, failure, attempts, costUsd, waits, delivery, priority } = job;
  return {
    id,
    pipeline,
    status,
    createdAt: new Date(job.createdAt).toISOString(),
    updatedAt: new Date(job.updatedAt).toISOString(),
    steps: [...steps],
    attempts,
    costUsd,
    ...(failure !== undefined && { code: failure.code, message: failure.message }),
    ...(waits !== undefined && {
      waitingFor: {
        ...(waits.step?.kind === "wait" && { event: waits.step.name }),
        ...(waits.until !== undefined && { until: new Date(waits.until).toISOString() }),
      },
    }),
    ...(delivery !== undefined && { delivery: delivery.status }),
    ...(priority !== undefined && { priority }),
  };
}

/** Throws ProblemError 400 for what is no list of statuses. */
function known(status: string): string {
  const names: readonly string[] = JobStatus.enum;
  if (status.split(",").every((each) => names.includes(each))) return status;
  throw new ProblemError("invalid-request", "The status is not one");
}

function timeOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
