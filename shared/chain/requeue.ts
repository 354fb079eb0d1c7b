import type { JobRecord } from "../job/record.ts";
import { owedPlaces } from "./owed.ts";
import type { Route } from "./pipeline.ts";
import { queueJobId, type Queues } from "./queues.ts";

/**
 * Puts the job into the queue of every place that it is owed to, after somebody resumed or rewound it. The entry of an
 * unsettled place that is finished was turned away meanwhile, or is the one that failed: it blocks its own id and goes.
 */
export async function requeue(queues: Queues, route: Route, record: JobRecord): Promise<void> {
  for (const index of owedPlaces(route, record)) {
    const stage = route.positions[index]?.spec.stage;
    if (stage === undefined) continue;
    const queue = queues.get(stage);
    const entry = queueJobId({ job: record.id, place: index });
    const state = await queue.getJobState(entry);
    if (state === "completed" || state === "failed") await queue.remove(entry);
    await queues.add(stage, record, index);
  }
}

/** Takes every entry of the job out of its queue; one that a worker holds stays until that worker lets go of it. */
export async function unqueue(queues: Queues, route: Route, id: string): Promise<void> {
  await Promise.all(
    route.positions.map(({ index, spec }) => queues.get(spec.stage).remove(queueJobId({ job: id, place: index }))),
  );
}
