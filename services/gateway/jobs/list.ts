import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { StatusList, statusesOf } from "@guchi/contracts/bulk.ts";
import type { JobPage, JobView } from "@guchi/contracts/job.ts";
import { STATUSES, type JobIndex, type ListPlace, type ListQuery } from "@guchi/chain/job/job-index.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { ProblemError } from "../http/problem.ts";
import { ownerOf } from "../http/scopes.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { apiProblems, closed, JOBS_PATH, SECURED } from "./headers.ts";
import type { OwnedJobs } from "./owned.ts";
import { viewJob, type Urls } from "./view.ts";

interface Options {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly index: JobIndex;
  readonly owned: Pick<OwnedJobs, "places">;
  readonly urls: (request: FastifyRequest) => Urls;
}

/** Most jobs that a page of a key's own jobs looks at. */
const MAX_LOOKED = 500;

const Time = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));
const Query = Type.Object(
  {
    status: Type.Optional(StatusList),
    pipeline: Type.Optional(Type.String({ maxLength: 63 })),
    from: Time("Created at this time or later."),
    to: Time("Created at this time or earlier."),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: "From the previous page." })),
  },
  closed,
);

/** `GET /jobs`: the jobs that are kept, newest first, page by page. */
export const listRoutes: FastifyPluginCallbackTypebox<Options> = (
  app,
  { client, pipelines, index, owned, urls },
  done,
) => {
  const shown = [...pipelines.values()].filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  app.get(
    JOBS_PATH,
    {
      schema: {
        operationId: "listJobs",
        summary: "The jobs that are kept, newest first",
        description: "Jobs started while you page are newer than your first page and do not change later pages.",
        tags: ["jobs"],
        ...SECURED,
        querystring: Query,
        response: {
          200: {
            description: "A page",
            content: { "application/json": { schema: Type.Unsafe<JobPage>({ $ref: "JobPage#" }) } },
          },
          ...apiProblems(400),
        },
      },
    },
    async (request, reply) => {
      const { status, pipeline, from, to, limit = 20, cursor } = request.query;
      if (pipeline !== undefined && !pipelines.has(pipeline)) throw noPipeline(pipeline);
      const query = {
        pipelines: pipeline === undefined ? shown : [pipeline],
        statuses: statusesOf(status) ?? STATUSES,
        from: timeOf("from", from),
        to: timeOf("to", to),
        after: cursor === undefined ? undefined : fromCursor(cursor),
        limit,
      };
      const read = async (id: string): Promise<JobView[]> => {
        try {
          const record = await client.findHead(id);
          const pipeline = record === undefined ? undefined : pipelines.get(record.pipeline);
          return record === undefined || pipeline === undefined ? [] : [viewJob(pipeline, record, urls(request))];
        } catch (error) {
          // The job's own page tells of it; the list goes on.
          if (error instanceof DamagedRecordError) return [];
          throw error;
        }
      };
      reply.header("cache-control", "no-store");
      const owner = ownerOf(request.apiKey);
      if (owner !== undefined) return pageOf(owned.places(owner, query), query, read);
      // One more tells whether there is another page.
      const places = await index.page({ ...query, limit: limit + 1 });
      const shownNow = places.slice(0, limit);
      const jobs = (await Promise.all(shownNow.map(({ id }) => read(id)))).flat();
      const last = places.length > limit ? shownNow.at(-1) : undefined;
      return last === undefined ? { jobs } : { jobs, cursor: toCursor(last) };
    },
  );
  done();
};

/**
 * A page of places that are in no index by status and pipeline: what does not fit is passed over.
 * Where much of it is, the page is short, and its cursor leads on.
 */
async function pageOf(
  places: AsyncIterable<ListPlace>,
  { pipelines, statuses, limit }: Pick<ListQuery, "pipelines" | "statuses" | "limit">,
  read: (id: string) => Promise<readonly JobView[]>,
): Promise<JobPage> {
  const jobs: JobView[] = [];
  let looked = 0;
  let last: ListPlace | undefined;
  for await (const place of places) {
    if (last !== undefined && (jobs.length === limit || looked === MAX_LOOKED)) return { jobs, cursor: toCursor(last) };
    const [job] = await read(place.id);
    if (job !== undefined && pipelines.includes(job.pipeline) && statuses.includes(job.status)) jobs.push(job);
    looked += 1;
    last = place;
  }
  return { jobs };
}

function noPipeline(name: string): ProblemError {
  const detail = `There is no pipeline "${name}"`;
  return new ProblemError("invalid-request", detail, { errors: [{ pointer: "/pipeline", detail }] });
}

/** ms since the epoch. A leap second is a time by RFC 3339, and none to the clock of computers. */
function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  const errors = [{ pointer: `/${name}`, detail: "must be a date and time that exists" }];
  throw new ProblemError("invalid-request", "The query is not valid", { errors });
}
