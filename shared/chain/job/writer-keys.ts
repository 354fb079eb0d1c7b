import { shardOf, type ChainKeys } from "../redis/keys.ts";
import type { JobRecord } from "./record.ts";

/** A job and where it is indexed. */
export type Indexed = Pick<JobRecord, "id" | "pipeline">;

/**
 * What all writers of a record get: the record (hash), the history (list), the index of open jobs
 * and that of due ones (sorted sets), and the prefix of the indexes by status (sorted sets, in the
 * same slot).
 */
export const WRITER_KEYS = ["record", "history", "open", "due", "jobs"] as const;

export function writerKeys(keys: ChainKeys, { id, pipeline }: Indexed) {
  const shard = shardOf(id);
  return {
    record: keys.job(id),
    history: keys.history(id),
    open: keys.open(shard),
    due: keys.due(shard),
    jobs: keys.jobs(shard, pipeline),
  };
}
