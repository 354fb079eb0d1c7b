import { isQueued, type Layout } from "./layout.ts";
import { queueJobId, type Queues } from "./queues.ts";

/**
 * Takes every entry of the job out of its queue; one that a worker holds stays until that worker
 * lets go of it.
 */
export async function unqueue(queues: Queues, { steps }: Layout, job: string): Promise<void> {
  // Items of a map are turned away when a worker meets them: at most as many as run at a time.
  const queued = steps.filter(isQueued);
  await Promise.all(queued.map(({ name, stage }) => queues.get(stage).remove(queueJobId({ job, step: name }))));
}

/**
 * Does `enqueue` for a job whose id may have been another one's, which is forgotten: what is left
 * of that one's entries would block this one's. There is hardly ever any, so the look and the entry
 * leave together.
 */
export async function enqueueOverOld(
  queues: Queues,
  { id, layout }: { readonly id: string; readonly layout: Layout },
  enqueue: () => Promise<void>,
): Promise<void> {
  const [removed] = await Promise.all([removeFinished(queues, layout, id), enqueue()]);
  if (removed) await enqueue();
}

/** Takes out the finished entries under the job's id; resolves to whether there were any. */
async function removeFinished(queues: Queues, { steps }: Layout, job: string): Promise<boolean> {
  const removed = await Promise.all(
    steps.filter(isQueued).map(async ({ name, stage }) => {
      const queue = queues.get(stage);
      const entry = queueJobId({ job, step: name });
      // There is hardly ever one, and to look costs less than to remove.
      if ((await queues.redis.hexists(queue.toKey(entry), "finishedOn")) === 0) return false;
      await queue.remove(entry);
      return true;
    }),
  );
  return removed.includes(true);
}
