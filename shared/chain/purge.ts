import { leaveCalls } from "./call/tell.ts";
import type { JobClient } from "./client.ts";
import { confirmed, type ClientDeps } from "./client-deps.ts";
import { faultPoint } from "./fault-points.ts";
import { DamagedRecordError } from "./job/damaged.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { tellJob } from "./job/tell.ts";
import { NotReplicatedError } from "./redis/replicas.ts";
import { unqueue } from "./unqueue.ts";

/** `already`: it was purged before. */
export type Purged = "purged" | "already" | "unknown";

/** Erases a job in any state: see `JobClient.purge`. */
export async function purge(deps: ClientDeps, client: JobClient, id: string): Promise<Purged> {
  const { records } = deps;
  const record = await readable(records, id);
  const name = record?.pipeline ?? (await records.pipelineOf(id));
  if (name === undefined) {
    if (!(await confirmed(deps, id, async () => records.wasPurged(id)))) return "unknown";
    await deps.eraseTraces?.(id); // whoever purged it may have died before that
    return "already";
  }
  if (record !== undefined) await leaveCalls(deps, client, record);
  if (record !== undefined) await deps.eraseFirst?.(id, record);
  // What too few replicas confirm is erased all the same, and whoever asked is told to ask again.
  const refusal = await confirmed(deps, id, async () => records.purge({ id, pipeline: name })).catch(orRefusal);
  await faultPoint("purge.recorded");
  const layout = record?.layout ?? deps.pipelines.get(name)?.layout;
  if (layout !== undefined) await unqueue(deps.queues, layout, id);
  await deps.eraseTraces?.(id, record);
  if (refusal instanceof NotReplicatedError) throw refusal;
  tellJob(deps, { id, pipeline: name }, "purged");
  return "purged";
}

function orRefusal(error: unknown): NotReplicatedError {
  if (error instanceof NotReplicatedError) return error;
  throw error;
}

/** The record; undefined when it is damaged, too. */
async function readable(records: JobRecords, id: string): Promise<JobRecord | undefined> {
  return records.read(id).catch((error: unknown) => {
    if (error instanceof DamagedRecordError) return undefined;
    throw error;
  });
}
