import type { Job } from "bullmq";
import type { Logger } from "pino";
import { isErrorCode } from "../errors.ts";
import { isFinished } from "../job/actions.ts";
import { DamagedRecordError, mayOthersRead, type JobRecord } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import { SHARDS } from "../redis/keys.ts";
import { handOff } from "./hand-off.ts";
import { owedPlaces } from "./owed.ts";
import type { Position, Route } from "./pipeline.ts";
import { queueJobId, type Queues } from "./queues.ts";
import { entryState, putBack } from "./requeue.ts";

/** A failed attempt is recorded first, and its queue entry ends with the next command, in ms. */
const ENDS_WITHIN_MS = 30_000;

/** Jobs looked at in one shard and pass. What is left is looked at in the next pass. */
const BATCH = 200;

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly routes: ReadonlyMap<string, Route>;
  readonly log: Logger;
  /** When this process began, in ms since the epoch. For tests. */
  readonly processStartMs?: number | undefined;
  /** Told of each job that is finished and still owes its callback, and of each that the sweep itself brought to its end. */
  readonly onFinished?: ((record: JobRecord) => Promise<void>) | undefined;
}

/**
 * One pass over the jobs that are unfinished for a while, each looked at every 20 s: whoever is in no queue is put back (the process died
 * between two writes, a queue lost its entry), whose queue entry failed without the record learning of it is failed.
 * Several processes may sweep at once: everything it does is idempotent. Resolves to the number of jobs put back.
 */
export async function sweep(deps: Deps): Promise<number> {
  let requeued = 0;
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const id of await deps.records.due(shard, BATCH)) {
      try {
        requeued += await sweepJob(deps, id);
      } catch (error) {
        deps.log.error({ job: id, err: error }, "the sweep could not look at this job");
        await ((await isLost(deps, id, error)) ? deps.records.abandon(id) : deps.records.postpone(id, false));
      }
    }
  }
  return requeued;
}

async function sweepJob(deps: Deps, id: string): Promise<number> {
  const record = await deps.records.read(id);
  const route = record === undefined ? undefined : deps.routes.get(record.pipeline);
  let requeued = 0;
  if (record !== undefined && isFinished(record.status)) await deps.onFinished?.(record);
  if (record !== undefined && route !== undefined) {
    for (const index of owedPlaces(route, record)) {
      const position = route.positions[index];
      if (position !== undefined) requeued += await restore(deps, route, record, position);
    }
  }
  await deps.records.postpone(id, record === undefined);
  return requeued;
}

async function restore(deps: Deps, route: Route, record: JobRecord, position: Position): Promise<number> {
  const { index, spec } = position;
  const state = await entryState(deps.queues, spec.stage, record.id, index);
  if (state === "failed") {
    const entry = await deps.queues.get(spec.stage).getJob(queueJobId({ job: record.id, place: index }));
    if (entry?.finishedOn === undefined) return 0; // another sweep was quicker, and put it back
    if (!isOfBefore(entry.finishedOn, record, index)) {
      await settleLost(deps, route, record, position, entry);
      return 0;
    }
  }
  if (!(await putBack(deps.queues, spec.stage, record, index, state))) return 0;
  await deps.records.noteRequeued(record, index);
  deps.log.warn({ job: record.id, stage: spec.stage }, "put a job back that was in no queue");
  return 1;
}

/**
 * Whether a failed entry is what is left from before: of a forgotten job that had the same id, or from before somebody opened
 * the place again and nothing ran since. The worker that ran it before may end it a little after that; what ends later, without
 * an attempt, is an entry that nobody could work on.
 */
function isOfBefore(failedAt: number, record: JobRecord, index: number): boolean {
  const { attempts, base } = record.place(index);
  if (failedAt < record.createdAt) return true;
  if (attempts !== base.attempts) return false;
  if (base.at === undefined) return attempts > 0; // reopened by 0.1, which did not note when
  return failedAt < base.at + (attempts > 0 ? ENDS_WITHIN_MS : 0);
}

/**
 * Whether nobody will be able to read the job. One of a newer version, others can; one that does not open with this DATA_KEY,
 * others may for a while.
 */
async function isLost({ records, processStartMs }: Deps, id: string, error: unknown): Promise<boolean> {
  if (!(error instanceof DamagedRecordError) || error.isNewer) return false;
  return !mayOthersRead(error, await records.createdAt(id), processStartMs);
}

async function settleLost(deps: Deps, route: Route, record: JobRecord, position: Position, job: Job) {
  const { attempts, begunAt } = record.place(position.index);
  const { id, pipeline } = record;
  const told = { number: attempts, begunAt: begunAt ?? Date.now(), worker: "sweep", told: true };
  const failure = { ...failureOf(job.failedReason), stalls: job.stalledCounter };
  const settled = await handOff(deps, route, position, { id, pipeline, place: position.index, ...told }, { failure });
  if (settled === "completed" || settled === "failed") await deps.onFinished?.(record);
}

/** Our own errors leave `code: message` in the queue; another's text may hold anything and is not shown. */
function failureOf(reason: string | undefined): { readonly code: string; readonly message: string } {
  const [, code, message] = /^([a-z0-9_]+): (.+)$/s.exec(reason ?? "") ?? [];
  if (code !== undefined && message !== undefined && isErrorCode(code)) return { code, message };
  return { code: "internal", message: "The queue entry failed; Bull Board has the reason." };
}
