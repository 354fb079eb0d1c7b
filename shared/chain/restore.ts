import type { Job } from "bullmq";
import type { Logger } from "pino";
import { isErrorCode } from "./errors.ts";
import { isFinished } from "./job/actions.ts";
import { DamagedRecordError, isSettled, mayOthersRead, type JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { handOff } from "./hand-off.ts";
import { owedPlaces } from "./owed.ts";
import type { Position, Pipeline } from "./pipeline.ts";
import { queueJobId, type Queues } from "./queues.ts";
import { entryState, putBack } from "./requeue.ts";

/** A failed attempt is recorded first, and its queue entry ends with the next command, in ms. */
const ENDS_WITHIN_MS = 30_000;

export interface RestoreDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly log: Logger;
  /**
   * Told of the pipeline of each job that this process cannot look after, since it does not know
   * it.
   */
  readonly onNotLoaded?: ((pipeline: string) => void) | undefined;
  /**
   * Told of each job that is finished and still owes its callback, and of each that the sweep
   * itself brought to its end.
   */
  readonly onFinished?: ((record: JobRecord) => Promise<void>) | undefined;
  /** When this process began, in ms since the epoch. For tests. */
  readonly processStartMs?: number | undefined;
}

/**
 * What a look at a job found: it is gone, it is finished, it is of a pipeline that this process
 * does not know, or it is under way and was put back into so many queues.
 */
export type Found = { readonly job: "gone" | "finished" | "foreign" | "unfinished"; readonly requeued: number };

/**
 * Looks at one job: whoever is in no queue is put back (the process died between two writes, a
 * queue lost its entry), whose queue entry failed without the record learning of it is failed, and
 * so is whoever has a result that no version can read that still runs. `held`: the places whose
 * entries a queue is known to hold. Throws DamagedRecordError.
 */
export async function restoreJob(deps: RestoreDeps, id: string, held: ReadonlySet<number>): Promise<Found> {
  const record = await deps.records.read(id);
  if (record === undefined) return { job: "gone", requeued: 0 };
  if (isFinished(record.status)) {
    await deps.onFinished?.(record);
    return { job: "finished", requeued: 0 };
  }
  const pipeline = deps.pipelines.get(record.pipeline);
  if (pipeline === undefined) {
    deps.onNotLoaded?.(record.pipeline);
    return { job: "foreign", requeued: 0 };
  }
  let owed: readonly number[];
  try {
    owed = owedPlaces(pipeline, record);
  } catch (error) {
    const isHopeless =
      error instanceof DamagedRecordError && !mayOthersRead(error, record.createdAt, deps.processStartMs);
    if (!isHopeless || held.size > 0) throw error; // who holds an entry goes on with it, or ends it
    await settleUnfit(deps, record, error.message);
    return { job: "finished", requeued: 0 };
  }
  let requeued = 0;
  for (const index of owed) {
    const position = pipeline.positions[index];
    if (position === undefined || held.has(index)) continue;
    if (await restore(deps, pipeline, record, position)) requeued += 1;
  }
  return { job: "unfinished", requeued };
}

async function restore(deps: RestoreDeps, pipeline: Pipeline, record: JobRecord, position: Position): Promise<boolean> {
  const { index, spec } = position;
  const state = await entryState(deps.queues, spec.stage, record.id, index);
  if (state === "failed") {
    const entry = await deps.queues.get(spec.stage).getJob(queueJobId({ job: record.id, place: index }));
    if (entry?.finishedOn === undefined) return false; // another sweep was quicker, and put it back
    if (!isOfBefore(entry.finishedOn, record, index)) {
      await settleLost(deps, pipeline, record, position, entry);
      return false;
    }
  }
  if (!(await putBack(deps.queues, spec.stage, record, index, state))) return false;
  await deps.records.noteRequeued(record, index);
  deps.log.warn({ job: record.id, stage: spec.stage }, "put a job back that was in no queue");
  return true;
}

/**
 * Whether a failed entry is what is left from before: of a forgotten job that had the same id, or
 * from before somebody opened the place again and nothing ran since. The worker that ran it before
 * may end it a little after that; what ends later, without an attempt, is an entry that nobody
 * could work on.
 */
function isOfBefore(failedAt: number, record: JobRecord, index: number): boolean {
  const { attempts, base } = record.place(index);
  if (failedAt < record.createdAt) return true;
  if (attempts !== base.attempts) return false;
  if (base.at === undefined) return attempts > 0; // reopened by 0.1, which did not note when
  return failedAt < base.at + (attempts > 0 ? ENDS_WITHIN_MS : 0);
}

async function settleLost(deps: RestoreDeps, pipeline: Pipeline, record: JobRecord, position: Position, job: Job) {
  const { attempts, begunAt } = record.place(position.index);
  const { id } = record;
  const told = { number: attempts, begunAt: begunAt ?? Date.now(), worker: "sweep", told: true };
  const failure = { ...failureOf(job.failedReason), stalls: job.stalledCounter };
  const settled = await handOff(
    deps,
    pipeline,
    position,
    { id, pipeline: pipeline.name, place: position.index, ...told },
    { failure },
  );
  if (settled === "completed" || settled === "failed") await deps.onFinished?.(record);
}

/** Nobody can tell where the job is to go: it fails at the first place that did not run. */
async function settleUnfit({ records, onFinished }: RestoreDeps, record: JobRecord, message: string): Promise<void> {
  const { id, pipeline } = record;
  let place = 0;
  while (isSettled(record.place(place))) place += 1;
  const attempt = { id, pipeline, place, number: record.place(place).attempts, begunAt: Date.now(), worker: "sweep" };
  const failure = { code: "invalid_output", message, stalls: 0 };
  const end = { outcome: { failure }, follows: "fail", skipped: [], siblings: [] } as const;
  if ((await records.settle({ ...attempt, told: true }, end)) === "failed") await onFinished?.(record);
}

/**
 * Our own errors leave `code: message` in the queue; another's text may hold anything and is not
 * shown.
 */
function failureOf(reason: string | undefined): { readonly code: string; readonly message: string } {
  const [, code, message] = /^([a-z0-9_]+): (.+)$/s.exec(reason ?? "") ?? [];
  if (code !== undefined && message !== undefined && isErrorCode(code)) return { code, message };
  return { code: "internal", message: "The queue entry failed; Bull Board has the reason." };
}
