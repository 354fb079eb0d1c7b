import type { JobClient } from "@guchi/chain/client.ts";
import { ALLOWED, isUndelivered } from "@guchi/chain/job/actions.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { STATUSES, type JobIndex, type ListPlace } from "@guchi/chain/job/job-index.ts";
import type { JobStatus } from "@guchi/chain/job/record.ts";
import type { JobSummaries, JobSummary } from "@guchi/chain/job/summaries.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { statusesOf, type BulkAction, type WideFilter } from "@guchi/contracts/bulk.ts";
import { isOfSystem } from "../jobs/internal.ts";
import { namedUser } from "../load/named-user.ts";

/** Jobs that are looked at in one go. */
const PAGE = 200;

/** In which states a job may be acted on: of a rewind, also one whose answer was not delivered. */
const ACTS_ON: Record<BulkAction, readonly JobStatus[]> = {
  cancel: ALLOWED.cancel,
  rewind: [...ALLOWED.rewind, "completed"],
  restart: ALLOWED.restart,
  purge: STATUSES,
};

export interface SelectDeps {
  readonly client: Pick<JobClient, "findHead">;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly index: Pick<JobIndex, "page">;
  readonly summaries: Pick<JobSummaries, "read">;
}

/** A few of the jobs that an action is for, and the place behind which the next ones are. */
interface Chunk {
  readonly jobs: readonly ListPlace[];
  readonly last: ListPlace;
}

interface Wanted {
  readonly action: BulkAction;
  readonly filter: WideFilter;
  /** Only jobs that were created up to this time, in ms since the epoch. */
  readonly until: number;
  /** The place behind which they begin; none: the newest. */
  readonly after?: ListPlace | undefined;
}

/** The jobs that fit the filter and that the action can do something about, newest first. */
export async function* selected(deps: SelectDeps, { action, filter, until, after }: Wanted): AsyncGenerator<Chunk> {
  const statuses = actedOn(action, filter);
  const query = {
    pipelines: pipelinesOf(filter, deps.pipelines),
    statuses,
    from: timeOf(filter.from),
    to: Math.min(timeOf(filter.to) ?? until, until),
    limit: PAGE,
  };
  const isMeant = lookOf(deps, action, filter, statuses);
  for (let place = after; ;) {
    const places = statuses.length === 0 ? [] : await deps.index.page({ ...query, after: place });
    const last = places.at(-1);
    if (last === undefined) return;
    const meant = new Set(await isMeant(places.map(({ id }) => id)));
    yield { jobs: places.filter(({ id }) => meant.has(id)), last };
    if (places.length < PAGE) return;
    place = last;
  }
}

/** How many there are, as things stand. */
export async function countSelected(deps: SelectDeps, wanted: Wanted): Promise<number> {
  let count = 0;
  for await (const { jobs } of selected(deps, wanted)) count += jobs.length;
  return count;
}

/**
 * The statuses to look through. To find undelivered answers, every completed job is looked at: only
 * where the filter asks for these.
 */
function actedOn(action: BulkAction, filter: WideFilter): readonly JobStatus[] {
  const named = statusesOf(filter.status);
  if (named === undefined) return action === "rewind" ? ALLOWED.rewind : ACTS_ON[action];
  return ACTS_ON[action].filter((status) => named.includes(status));
}

function pipelinesOf({ pipeline }: WideFilter, pipelines: ReadonlyMap<string, Pipeline>): readonly string[] {
  if (pipeline !== undefined) return [pipeline];
  return [...pipelines.values()].filter(({ hidden }) => hidden !== true).map(({ name }) => name);
}

/** Which of some jobs are meant; nothing is read that the filter does not need. */
function lookOf(
  deps: SelectDeps,
  action: BulkAction,
  filter: WideFilter,
  statuses: readonly JobStatus[],
): (ids: readonly string[]) => Promise<readonly string[]> {
  const { step, code, user } = filter;
  const looksAtJob =
    step !== undefined || code !== undefined || (action === "rewind" && statuses.includes("completed"));
  const isFitting = async (ids: readonly string[]) => {
    const found = await deps.summaries.read(ids);
    return found.flatMap((job) => (job !== undefined && fitsFilter(job, filter) && canAct(job, action) ? job.id : []));
  };
  const looksAtRecord = action === "restart" || user !== undefined;
  const isWanted = async (id: string) => {
    const record = await deps.client.findHead(id).catch(leftOut);
    const pipeline = record && deps.pipelines.get(record.pipeline);
    if (record === undefined || pipeline === undefined) return false;
    if (user !== undefined && namedUser(record.input) !== user) return false;
    return action !== "restart" || !isOfSystem(pipeline, record);
  };
  return async (ids) => {
    const narrowed = looksAtJob ? await isFitting(ids) : ids;
    return looksAtRecord ? keep(narrowed, isWanted) : narrowed;
  };
}

async function keep(ids: readonly string[], isKept: (id: string) => Promise<boolean>): Promise<readonly string[]> {
  const kept = await Promise.all(ids.map(isKept));
  return ids.filter((_, at) => kept[at]);
}

/** Whether the job failed, waits, or is where the filter says, with that code. */
export function fitsFilter({ steps, failure }: JobSummary, { step, code }: Pick<WideFilter, "step" | "code">): boolean {
  return (step === undefined || steps.includes(step)) && (code === undefined || failure?.code === code);
}

function canAct(job: JobSummary, action: BulkAction): boolean {
  if (action !== "rewind" || job.status !== "completed") return ACTS_ON[action].includes(job.status);
  return job.delivery !== undefined && isUndelivered({ status: job.status, delivery: job.delivery });
}

function leftOut(error: unknown): undefined {
  if (!(error instanceof DamagedRecordError)) throw error;
}

/** ms since the epoch; the schema has checked that it is a time. */
function timeOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
