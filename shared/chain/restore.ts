import type { Job } from "bullmq";
import { isSteered, steerDown } from "./call/children.ts";
import { isErrorCode } from "./errors.ts";
import { isFinished } from "./job/actions.ts";
import { issuedItems } from "./job/map-state.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { tellFailed, tellJob } from "./job/tell.ts";
import { handOff, handTo } from "./hand-off.ts";
import { isQueued, type LayoutStep } from "./layout.ts";
import type { ChainLog } from "./log-codes.ts";
import { owedSteps } from "./owed.ts";
import type { Pipeline } from "./pipeline.ts";
import { queueJobId, type EntryState, type Queues } from "./queues.ts";
import { entryState, putBack } from "./requeue.ts";
import { jobFacts, tracerFor } from "./telemetry/job-spans.ts";
import type { Tracer } from "./telemetry/tracer.ts";

/** A failed attempt is recorded first, and its queue entry ends with the next command, in ms. */
const ENDS_WITHIN_MS = 30_000;

export interface RestoreDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly log: ChainLog;
  readonly tracer?: Tracer | undefined;
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
export type Found = { readonly job: "gone" | "finished" | "not-loaded" | "unfinished"; readonly requeued: number };

/**
 * Looks at one job. A step that is in no queue is put back: the process died between two writes, or
 * a queue lost its entry. A step whose entry failed without the record learning of it is failed.
 * `held`: the steps whose entries a queue is known to hold. Throws DamagedRecordError.
 */
export async function restoreJob(deps: RestoreDeps, id: string, held: ReadonlySet<string>): Promise<Found> {
  const record = await deps.records.readHead(id);
  if (record === undefined) return { job: "gone", requeued: 0 };
  if (isSteered(record)) await steerDown(deps, record);
  if (isFinished(record.status)) await deps.onFinished?.(record);
  if (isFinished(record.status) || record.status === "suspended") {
    const isTold = isSteered(record) && (record.owes === undefined || record.status === "suspended");
    if (isTold) await deps.records.calledBack(record);
    return { job: "finished", requeued: 0 };
  }
  if (!deps.pipelines.has(record.pipeline)) {
    deps.onNotLoaded?.(record.pipeline);
    return { job: "not-loaded", requeued: 0 };
  }
  let requeued = 0;
  for (const step of owedSteps(record)) {
    if (step.kind === "map" && isWhole(record, step, held)) continue;
    if (!isQueued(step)) await goOnAt(deps, record, step);
    else if (!held.has(step.name) && (await restore(deps, record, step))) requeued += 1;
  }
  return { job: "unfinished", requeued };
}

/** Whether the queue holds as many items of the map as it must. */
function isWhole(record: JobRecord, { name }: LayoutStep, held: ReadonlySet<string>): boolean {
  const { map } = record.step(name);
  const inQueue = [...held].filter((entry) => entry.startsWith(`${name}~`)).length;
  return map !== undefined && map.done < map.total && inQueue >= issuedItems(map, map.done) - map.done;
}

/** A process died before the job began to wait at the step, or before it went on with the event. */
async function goOnAt(deps: RestoreDeps, record: JobRecord, step: LayoutStep): Promise<void> {
  const settled = await handTo(deps, record, [step]);
  if (settled === "completed") tellJob(deps, record, "completed");
  if (settled === "failed") tellFailed(deps, record, undefined, undefined);
  if (settled !== "go") await deps.onFinished?.(record);
}

async function restore(deps: RestoreDeps, record: JobRecord, step: LayoutStep): Promise<boolean> {
  const state = await entryState(deps.queues, record.id, step);
  if (state === "failed") {
    const entry = await deps.queues.get(step.stage).getJob(queueJobId({ job: record.id, step: step.name }));
    if (entry?.finishedOn === undefined) return false; // another sweep was quicker, and put it back
    if (!isStaleFailure(entry.finishedOn, record, step.name)) {
      await failFromEntry(deps, record, step, entry);
      return false;
    }
  }
  if (!(await requeued(deps, record, step, state))) return false;
  const about = { code: "job.requeued", job: record.id, step: step.name, stage: step.stage } as const;
  deps.log.warn(about, "put a job back that was in no queue");
  return true;
}

/** Puts the job back, in a trace of its own: both the job's and the next attempt's lead to it. */
async function requeued(
  { queues, records, tracer }: RestoreDeps,
  record: JobRecord,
  step: LayoutStep,
  state: EntryState,
): Promise<boolean> {
  const facts = { ...jobFacts(record), "job.step": step.name };
  const start = { kind: "producer", continues: record.trace, facts } as const;
  return tracerFor(tracer, record).span(`requeue ${step.name}`, start, async () => {
    if (!(await putBack(queues, record, step, state))) return false;
    await records.noteRequeued(record, step.name);
    return true;
  });
}

/**
 * Whether a failed entry is stale: from an expired job with the same id, or from before the step
 * was reopened. The earlier worker may end it shortly after the reopening. A later end without an
 * attempt means that nobody could work on the entry.
 */
function isStaleFailure(failedAt: number, record: JobRecord, step: string): boolean {
  const { attempts, base } = record.step(step);
  if (failedAt < record.createdAt) return true;
  if (attempts !== base.attempts || base.at === undefined) return false;
  return failedAt < base.at + (attempts > 0 ? ENDS_WITHIN_MS : 0);
}

async function failFromEntry(deps: RestoreDeps, record: JobRecord, step: LayoutStep, entry: Job): Promise<void> {
  const { attempts, begunAt = Date.now() } = record.step(step.name);
  const { id, pipeline, layout } = record;
  const attempt = { id, pipeline, step: step.name, number: attempts, begunAt, worker: "sweep", told: true };
  const failure = { ...failureOf(entry.failedReason), stalls: entry.stalledCounter };
  const settled = await handOff(deps, { layout, step }, attempt, { failure });
  if (settled === "failed") tellFailed(deps, record, step.name, failure.code);
  if (settled === "completed") tellJob(deps, record, "completed");
  if (settled === "completed" || settled === "failed") await deps.onFinished?.(record);
}

/**
 * Our own errors leave `code: message` in the queue; another's text may hold anything and is not
 * shown.
 */
function failureOf(reason: string | undefined): { readonly code: string; readonly message: string } {
  const [, code, message] = /^([a-z0-9_]+): (.+)$/s.exec(reason ?? "") ?? [];
  if (code !== undefined && message !== undefined && isErrorCode(code)) return { code, message };
  return { code: "internal", message: "The queue entry failed; the queue holds the reason." };
}
