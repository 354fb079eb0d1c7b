import type { JobRecord } from "./job/record.ts";
import { owedPlaces } from "./owed.ts";
import type { Pipeline } from "./pipeline.ts";
import { queueJobId, type Queues, type StageQueue } from "./queues.ts";

/**
 * Puts the job into the queue of every place that it is owed to, after somebody resumed or rewound
 * it.
 */
export async function requeue(queues: Queues, pipeline: Pipeline, record: JobRecord): Promise<void> {
  for (const index of owedPlaces(pipeline, record)) {
    const stage = pipeline.positions[index]?.spec.stage;
    if (stage === undefined) continue;
    await putBack(queues, stage, record, index, await entryState(queues, stage, record.id, index));
  }
}

export type EntryState = Awaited<ReturnType<StageQueue["getJobState"]>>;

/** What has become of the job's entry at a place. */
export async function entryState(queues: Queues, stage: string, job: string, place: number): Promise<EntryState> {
  return queues.get(stage).getJobState(queueJobId({ job, place }));
}

/**
 * Puts the job into a queue unless its entry is on its way there (waiting, delayed, active), and
 * tells whether a worker can get it now. A finished entry of an unsettled place was turned away
 * while the job was not to go on, or is the one that failed; of one that is in no list (its list
 * was lost) the hash is left. Both block their id and go first; not while a worker holds the lock.
 */
export async function putBack(
  queues: Queues,
  stage: string,
  job: JobRecord,
  place: number,
  state: EntryState,
): Promise<boolean> {
  const finished = state === "completed" || state === "failed";
  if (!finished && state !== "unknown") return false;
  const queue = queues.get(stage);
  const entry = queueJobId({ job: job.id, place });
  const isLeft = finished || (await queues.redis.exists(queue.toKey(entry))) === 1;
  if (isLeft && (await queue.remove(entry)) !== 1) return false;
  await queues.add(stage, job, place);
  return true;
}

/**
 * Takes every entry of the job out of its queue; one that a worker holds stays until that worker
 * lets go of it.
 */
export async function unqueue(queues: Queues, pipeline: Pipeline, id: string): Promise<void> {
  await Promise.all(
    pipeline.positions.map(({ index, spec }) => queues.get(spec.stage).remove(queueJobId({ job: id, place: index }))),
  );
}

/** Takes the finished entries out that the queues hold under the job's id. */
export async function removeFinished(queues: Queues, pipeline: Pipeline, id: string): Promise<void> {
  await Promise.all(
    pipeline.positions.map(async ({ index, spec }) => {
      const queue = queues.get(spec.stage);
      const entry = queueJobId({ job: id, place: index });
      // There is hardly ever one, and to look costs less than to remove.
      if ((await queues.redis.hexists(queue.toKey(entry), "finishedOn")) === 1) await queue.remove(entry);
    }),
  );
}
