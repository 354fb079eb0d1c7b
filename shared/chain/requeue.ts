import { handTo, type HandOffDeps } from "./hand-off.ts";
import type { JobRecord } from "./job/record.ts";
import { isQueued } from "./layout.ts";
import { owedSteps } from "./owed.ts";
import { queueJobId, type QueuedStep, type EntryState, type Queues } from "./queues.ts";

/** Hands the job to every step that it is owed to, after a resume or a rewind. */
export async function requeue(deps: HandOffDeps, record: JobRecord): Promise<void> {
  const { queues } = deps;
  for (const step of owedSteps(record)) {
    if (isQueued(step)) await putBack(queues, record, step, await entryState(queues, record.id, step));
    else await handTo(deps, record, [step]);
  }
}

/** What has become of the job's entry at a step. */
export async function entryState(queues: Queues, job: string, { name, stage }: QueuedStep): Promise<EntryState> {
  return queues.get(stage).getJobState(queueJobId({ job, step: name }));
}

/**
 * Queues the job at a step unless its entry is waiting, delayed or active. Returns whether a worker
 * can take it now. A finished entry, or the hash of an entry whose list was lost, blocks the id. It
 * is removed first, unless a worker holds its lock.
 */
export async function putBack(queues: Queues, job: JobRecord, step: QueuedStep, state: EntryState): Promise<boolean> {
  const finished = state === "completed" || state === "failed";
  if (!finished && state !== "unknown") return false;
  const queue = queues.get(step.stage);
  const entry = queueJobId({ job: job.id, step: step.name });
  const isLeft = finished || (await queues.redis.exists(queue.toKey(entry))) === 1;
  if (isLeft && (await queue.remove(entry)) !== 1) return false;
  await queues.add(job, step);
  return true;
}
